'use client';

import { useEffect, useRef } from 'react';
import { messageNameId } from '@/components/conversation/message-parts/message-name';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { useOpenUserId } from '@/components/navigation/navigation';
import { ProgressRing } from '@/components/ui/progress-ring';
import { toTrack } from '@/components/voice/to-track';
import { usePlaying, useVoicePlayer } from '@/components/voice/use-voice-player';
import { VoiceControls } from '@/components/voice/voice-controls';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';
import type { VoicePlayer } from '@/lib/client/voice/voice-player';
import { formatDuration } from '@/lib/shared/files/file-brief';
import { WAVEFORM_COUNT } from '@/lib/shared/limits';

/** Of what was sent by something that did not measure it. */
const FLAT = Array.from({ length: WAVEFORM_COUNT }, () => 0);

interface MessageVoiceProps {
  item: ConversationItem;
  senderName: string;
}

/** A voice note, to be played in place. */
export function MessageVoice({ item, senderName }: MessageVoiceProps) {
  const words = useAllMessages();
  const player = useVoicePlayer();
  const userId = useOpenUserId() ?? '';
  const { hasFailed } = usePlaying(player, item.key);
  const box = useRef<HTMLDivElement>(null);
  useNoteVisible(box, item.key, player);
  const isOwn = item.status !== null;
  const { file } = item;
  const track = toTrack(item, { userId, senderName: isOwn ? words.chat.you : senderName });
  if (!file || !track) return null;
  const label = words.voice.messageOf(formatDuration(track.durationMs));
  const { progress } = item;
  return (
    <div ref={box} data-voice className="w-72 max-w-full px-3 pt-2">
      <span id={messageNameId('file', item.key)} className="sr-only">
        {label}
      </span>
      <VoiceControls
        track={track}
        waveform={file.waveform ?? FLAT}
        label={label}
        isOnAccent={isOwn}
        overlay={
          progress !== null && (
            <span className="pointer-events-none absolute -inset-0.5">
              <ProgressRing
                value={progress}
                label={words.status.uploading(Math.round(progress * 100))}
              />
            </span>
          )
        }
      />
      {hasFailed && (
        <p role="alert" className="pt-1 text-sm">
          {words.voice.unplayable}{' '}
          <a href={file.url} download={file.name} className="underline underline-offset-2">
            {words.voice.download}
          </a>
        </p>
      )}
    </div>
  );
}

/** Tells the player whether it is in view: what is played elsewhere is shown over the page. */
function useNoteVisible(
  box: { current: HTMLElement | null },
  key: string,
  player: VoicePlayer | null,
): void {
  useEffect(() => {
    if (!box.current || !player) return;
    const observer = new IntersectionObserver(([entry]) =>
      player.noteVisible(key, entry?.isIntersecting ?? false),
    );
    observer.observe(box.current);
    return () => {
      observer.disconnect();
      player.noteVisible(key, false);
    };
  }, [box, key, player]);
}
