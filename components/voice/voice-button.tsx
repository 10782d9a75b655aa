'use client';

import Mic from 'lucide-react/icons/mic';
import { type PointerEvent, type RefObject, useRef } from 'react';
import { useMessages } from '@/components/i18n/messages-provider';
import { IconButton } from '@/components/ui/icon-button';
import { followPress, type Press } from '@/components/voice/press';

interface VoiceButtonProps {
  /** Stays on the page while something is recorded, and gets the pointer meanwhile. */
  surroundings: RefObject<HTMLElement | null>;
  /** Whether a press now is no second one on the button that stood there before. */
  isMeant: () => boolean;
  /** null: not by holding it down. */
  onRecord: (press: Press | null) => void;
}

/** Held, it records until it is let go; tapped, or by a key, until that is stopped. */
export function VoiceButton({ surroundings, isMeant, onRecord }: VoiceButtonProps) {
  const words = useMessages();
  /** The click that follows a press has been answered. */
  const isAnswered = useRef(false);
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    isAnswered.current = true;
    if (!isMeant()) return;
    // The button goes when the recording begins.
    surroundings.current?.setPointerCapture(event.pointerId);
    onRecord(followPress(event, document.dir === 'rtl' ? 'rtl' : 'ltr'));
  };
  return (
    <IconButton
      label={words.composer.record}
      tip="above-end"
      onPointerDown={onPointerDown}
      onContextMenu={(event) => event.preventDefault()}
      onClick={() => {
        if (!isAnswered.current) onRecord(null);
        isAnswered.current = false;
      }}
      className="touch-none select-none [-webkit-touch-callout:none]"
    >
      <Mic className="size-5" aria-hidden="true" />
    </IconButton>
  );
}
