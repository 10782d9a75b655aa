'use client';

import Mic from 'lucide-react/icons/mic';
import Pause from 'lucide-react/icons/pause';
import Play from 'lucide-react/icons/play';
import X from 'lucide-react/icons/x';
import { useEffect, useSyncExternalStore } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { openMessage } from '@/components/navigation/navigation';
import { ICON_BUTTON_CLASS } from '@/components/ui/icon-button';
import { findNextVoice, isVoiceGone } from '@/components/voice/next-voice';
import { useMediaSession } from '@/components/voice/use-media-session';
import { useChatClient } from '@/lib/client/chat-provider';
import { useClientValue } from '@/lib/client/hooks/use-client-value';
import { formatPosition } from '@/lib/client/voice/format-position';
import type { VoicePlayer } from '@/lib/client/voice/voice-player';
import { formatDuration } from '@/lib/shared/files/file-brief';

/**
 * What goes on playing while its message is not on the screen, over the page; and what a voice note that
 * is played hangs on: the next one, its deletion, the keys of the system.
 */
export function VoiceBar({ player }: { player: VoicePlayer }) {
  const { voice: words, people } = useAllMessages();
  const client = useChatClient();
  const { track, isPlaying, positionMs } = useSyncExternalStore(
    player.subscribe,
    player.getState,
    player.getState,
  );
  const isHidden = useSyncExternalStore(
    player.subscribe,
    () => track === null || track.seq === null || player.isVisible(track.key),
    () => true,
  );
  useEffect(() => player.setNext((ended) => findNextVoice(client, ended)), [player, client]);
  useEffect(() => () => player.stop(), [player]);
  const isGone = useClientValue(client, () => track !== null && isVoiceGone(client, track));
  useEffect(() => {
    if (isGone && track) player.forget(track.key);
  }, [isGone, track, player]);
  useMediaSession(player, track && { title: people.voice, artist: track.senderName });

  if (!track || isHidden) return null;
  const { seq } = track;
  const Icon = isPlaying ? Pause : Play;
  return (
    <div className="pointer-events-none fixed inset-x-0 top-18 z-30 mt-safe flex justify-center px-4">
      <section
        aria-label={people.voice}
        className="pointer-events-auto flex max-w-full animate-fade-in items-center rounded-full bg-raised text-sm shadow-raised ring-1 ring-line"
      >
        <button
          type="button"
          aria-label={isPlaying ? words.pause : words.play}
          onClick={() => player.toggle(track)}
          className={ICON_BUTTON_CLASS}
        >
          <Icon className="size-5 fill-current" aria-hidden="true" />
        </button>
        <button
          type="button"
          title={words.goTo}
          onClick={() => seq !== null && openMessage(track.userId, seq)}
          className="flex min-h-11 min-w-0 items-center gap-2 rounded-md px-1 hover:text-accent"
        >
          <Mic className="size-4 shrink-0" aria-hidden="true" />
          <span className="sr-only">{`${words.goTo}: `}</span>
          <bdi className="truncate font-medium">{track.senderName}</bdi>
          <span dir="ltr" className="shrink-0 text-muted tabular-nums">
            {`${formatPosition(positionMs)} / ${formatDuration(track.durationMs)}`}
          </span>
        </button>
        <button
          type="button"
          aria-label={words.stopPlaying}
          onClick={() => player.stop()}
          className={ICON_BUTTON_CLASS}
        >
          <X className="size-5" aria-hidden="true" />
        </button>
      </section>
    </div>
  );
}
