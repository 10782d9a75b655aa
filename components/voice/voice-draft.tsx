'use client';

import ArrowUp from 'lucide-react/icons/arrow-up';
import Trash from 'lucide-react/icons/trash-2';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { ICON_BUTTON_CLASS } from '@/components/ui/icon-button';
import { VoiceControls } from '@/components/voice/voice-controls';
import { useVoice } from '@/components/voice/voice-provider';
import type { RecordingEnd } from '@/lib/client/voice/recording';
import type { VoiceNote } from '@/lib/client/voice/voice-note';
import { formatDuration } from '@/lib/shared/files/file-brief';
import { VOICE_MAX_MS } from '@/lib/shared/limits';

const MINUTE_MS = 60_000;

interface VoiceDraftProps {
  userId: string;
  note: VoiceNote;
  /** If it did not end by a press. */
  why: RecordingEnd | null;
  onSend: () => void;
  onDiscard: () => void;
}

/** A recording that was not sent yet: to listen to, to send, or to discard. */
export function VoiceDraft({ userId, note, why, onSend, onDiscard }: VoiceDraftProps) {
  const words = useAllMessages().voice;
  const { player } = useVoice();
  const url = useObjectUrl(note.blob);
  const sendButton = useRef<HTMLButtonElement>(null);
  useEffect(() => sendButton.current?.focus(), []);
  const key = `draft:${url}`;
  // It is gone from the player when it is gone from here.
  useEffect(() => () => player?.forget(key), [player, key]);
  const track = useMemo(
    () => ({ key, url, durationMs: note.durationMs, userId, seq: null, senderName: '' }),
    [key, url, note.durationMs, userId],
  );
  const length = formatDuration(note.durationMs);
  const ended =
    why === 'limit' ? words.ended.limit(VOICE_MAX_MS / MINUTE_MS) : why && words.ended[why];
  return (
    <div className="flex flex-col">
      <p role="status" className={ended ? 'px-4 pt-2 text-sm text-muted' : 'sr-only'}>
        {ended ?? words.ready(length)}
      </p>
      <div className="flex min-h-11 items-center gap-1">
        <button
          type="button"
          aria-label={words.cancel}
          title={words.cancel}
          onClick={onDiscard}
          className={ICON_BUTTON_CLASS}
        >
          <Trash className="size-5" aria-hidden="true" />
        </button>
        <VoiceControls
          track={track}
          waveform={note.waveform}
          label={`${words.recorded}, ${length}`}
          isSmall
          className="min-w-0 max-w-md flex-1 text-accent"
        />
        <button
          ref={sendButton}
          type="button"
          aria-label={words.send}
          title={words.send}
          onClick={onSend}
          className="group ms-auto flex size-11 shrink-0 items-center justify-center rounded-full"
        >
          <span className="flex size-8 items-center justify-center rounded-full bg-accent-solid text-on-accent transition-colors group-hover:bg-accent-solid-hover">
            <ArrowUp className="size-5" aria-hidden="true" />
          </span>
        </button>
      </div>
    </div>
  );
}

/** An address for what lies in memory, given back when it is not shown any more. */
function useObjectUrl(blob: Blob): string {
  const [url, setUrl] = useState('');
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url;
}
