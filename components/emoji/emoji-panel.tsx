'use client';

import { type RefObject, useEffect, useRef } from 'react';
import { type EmojiPick, EmojiPicker } from '@/components/emoji/emoji-picker';
import { useWords } from '@/components/words/words-provider';

export interface EmojiPanelProps {
  /** What may be used while this stays open, besides the panel itself. */
  surroundings: RefObject<HTMLElement | null>;
  onPick: (pick: EmojiPick) => void;
  onClose: () => void;
}

/** Floats above the composer where there is room; on a phone it lies below, in the keyboard's place. */
export function EmojiPanel({ surroundings, onPick, onClose }: EmojiPanelProps) {
  const words = useWords();
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = panel.current;
    // The search has taken it where there is a keyboard; elsewhere it must not come up.
    if (element && !element.contains(document.activeElement)) element.focus();
  }, []);
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      if (event.target instanceof Node && !surroundings.current?.contains(event.target)) onClose();
    };
    document.addEventListener('click', onClick);
    return () => document.removeEventListener('click', onClick);
  }, [surroundings, onClose]);
  return (
    <div
      ref={panel}
      role="dialog"
      aria-label={words.emoji.title}
      tabIndex={-1}
      className="-mx-2 mt-2 mb-[calc(-1*max(0.5rem,env(safe-area-inset-bottom)))] flex h-[calc(var(--app-height,100dvh)*0.42)] animate-fade-in flex-col overflow-hidden border-t border-line bg-raised outline-none md:absolute md:end-4 md:bottom-full md:z-30 md:mx-0 md:mt-0 md:mb-2 md:h-[27rem] md:max-h-[calc(var(--app-height,100dvh)-9rem)] md:w-96 md:max-w-[calc(100%-2rem)] md:animate-pop-in md:rounded-card md:border-0 md:shadow-raised md:ring-1 md:ring-line"
    >
      <EmojiPicker onPick={onPick} />
    </div>
  );
}
