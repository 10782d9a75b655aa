'use client';

import Mic from 'lucide-react/icons/mic';
import Square from 'lucide-react/icons/square';
import Trash from 'lucide-react/icons/trash-2';
import X from 'lucide-react/icons/x';
import { type KeyboardEvent, type ReactNode, useEffect, useEffectEvent, useRef } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { ICON_BUTTON_CLASS } from '@/components/ui/icon-button';
import { Spinner } from '@/components/ui/spinner';
import type { Press } from '@/components/voice/press';
import { useRecorder } from '@/components/voice/use-recorder';
import { VoiceDraft } from '@/components/voice/voice-draft';
import { useVoice } from '@/components/voice/voice-provider';
import { Waveform } from '@/components/voice/waveform';
import { hasDraftVoice } from '@/lib/client/drafts/draft-voice-marks';
import { useMe } from '@/lib/client/hooks/people/use-me';
import { buzz } from '@/lib/client/platform/buzz';
import { formatPosition } from '@/lib/client/voice/format-position';
import type { VoiceNote } from '@/lib/client/voice/voice-note';
import { levelsToDraw } from '@/lib/client/voice/waveform';

/** So long nothing is to be heard before that is said. */
const SILENT_LEVELS_COUNT = 30;

const SOLID_BUTTON_CLASS =
  'group flex size-11 shrink-0 items-center justify-center rounded-full [&>span]:flex [&>span]:size-8 [&>span]:items-center [&>span]:justify-center [&>span]:rounded-full [&>span]:bg-accent-solid [&>span]:text-on-accent [&>span]:transition-colors hover:[&>span]:bg-accent-solid-hover';

interface VoicePanelProps {
  userId: string;
  press: Press | null;
  onSend: (note: VoiceNote) => void;
  /** It is over; what is to be said of that. */
  onClose: (said: string) => void;
}

/** In place of the text field: records, lets one listen, and sends or discards. */
export function VoicePanel({ userId, press, onSend, onClose }: VoicePanelProps) {
  const words = useAllMessages().voice;
  const { player, unsent, keepUnsent } = useVoice();
  const { step, isHeld, slid, stop, cancel } = useRecorder({
    press,
    kept: unsent.get(userId) ?? null,
    onKeep: (note) => keepUnsent(userId, note),
    onCancel: () => {
      buzz();
      onClose(words.cancelled);
    },
  });
  // Otherwise it would be recorded, too.
  useEffect(() => player?.pause(), [player]);
  const { _id: ownerId } = useMe();
  useWarnBeforeLeaving(() => step.name !== 'failed' && !hasDraftVoice(ownerId, userId));

  if (step.name === 'failed') {
    return <VoiceProblem text={words.problem[step.problem]} onClose={() => onClose('')} />;
  }
  if (step.name === 'ready') {
    return (
      <VoiceDraft
        userId={userId}
        note={step.note}
        why={step.why}
        onSend={() => {
          onSend(step.note);
          keepUnsent(userId, null);
          onClose('');
        }}
        onDiscard={cancel}
      />
    );
  }
  if (step.name !== 'recording') {
    return (
      <Row onCancel={cancel}>
        <p role="status" className="flex flex-1 items-center gap-2 text-muted">
          <Spinner className="size-4" />
          {step.name === 'asking' ? words.asking : words.finishing}
        </p>
      </Row>
    );
  }
  const { recording } = step;
  const recent = recording.levels.slice(-SILENT_LEVELS_COUNT);
  const isSilent = recent.length === SILENT_LEVELS_COUNT && recent.every((level) => level === 0);
  return (
    <Row onCancel={cancel} slid={slid}>
      <span
        className="size-2.5 shrink-0 animate-breathe rounded-full bg-danger"
        aria-hidden="true"
      />
      <span role="timer" aria-label={words.recording} className="shrink-0 tabular-nums">
        {formatPosition(recording.elapsedMs)}
      </span>
      <span className="flex min-w-0 flex-1 items-center justify-end gap-2 overflow-hidden text-accent">
        {isHeld && <span className="truncate text-sm text-muted">{words.slide}</span>}
        <Waveform
          waveform={levelsToDraw(recording.levels)}
          progress={1}
          className="w-24 shrink-0 sm:w-36"
        />
      </span>
      <p role="status" className="sr-only">
        {isSilent ? words.silent : words.started}
      </p>
      {isHeld ? (
        <span aria-hidden="true" className={SOLID_BUTTON_CLASS}>
          <span>
            <Mic className="size-5" />
          </span>
        </span>
      ) : (
        <StopButton label={words.stop} onPress={() => void stop()} />
      )}
      {isSilent && (
        <p className="absolute start-4 bottom-full mb-1 rounded-lg bg-warning-soft px-2 py-1 text-sm text-on-warning">
          {words.silent}
        </p>
      )}
    </Row>
  );
}

function StopButton({ label, onPress }: { label: string; onPress: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <button
      ref={button}
      type="button"
      aria-label={label}
      title={label}
      onClick={onPress}
      className={SOLID_BUTTON_CLASS}
    >
      <span>
        <Square className="size-3.5 fill-current" aria-hidden="true" />
      </span>
    </button>
  );
}

interface RowProps {
  onCancel: () => void;
  /** How much of the way to discarding it, from 0 to 1. */
  slid?: number;
  children: ReactNode;
}

/** A button that discards, and what else there is; Esc discards as well. */
function Row({ onCancel, slid = 0, children }: RowProps) {
  const words = useAllMessages().voice;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    onCancel();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a key of what is in it
    <div
      onKeyDown={onKeyDown}
      style={{ opacity: 1 - slid / 2 }}
      className="relative flex min-h-11 items-center gap-2"
    >
      <button
        type="button"
        aria-label={words.cancel}
        title={words.cancel}
        onClick={onCancel}
        className={ICON_BUTTON_CLASS}
      >
        <Trash className="size-5" aria-hidden="true" />
      </button>
      {children}
    </div>
  );
}

/** Why nothing can be recorded. */
function VoiceProblem({ text, onClose }: { text: string; onClose: () => void }) {
  const { common } = useAllMessages();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <div className="flex min-h-11 items-center ps-4">
      <p role="alert" className="flex-1 py-2.5 text-sm text-danger">
        {text}
      </p>
      <button
        ref={button}
        type="button"
        aria-label={common.close}
        onClick={onClose}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          onClose();
        }}
        className={ICON_BUTTON_CLASS}
      >
        <X className="size-5" aria-hidden="true" />
      </button>
    </div>
  );
}

/** What is being recorded, and what could not be stored, is nowhere but on this page. */
function useWarnBeforeLeaving(isWanted: () => boolean): void {
  const onLeaving = useEffectEvent((event: BeforeUnloadEvent) => {
    if (isWanted()) event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: BeforeUnloadEvent) => onLeaving(event);
    window.addEventListener('beforeunload', listen);
    return () => window.removeEventListener('beforeunload', listen);
  }, []);
}
