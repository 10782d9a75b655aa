'use client';

import { type RefObject, useEffect, useRef } from 'react';
import { type EmojiPick, EmojiPicker } from '@/components/emoji/emoji-picker';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { insertText } from '@/components/ui/insert-text';
import { keyOf } from '@/lib/client/platform/keys';

interface EmojiPanelProps {
  /** Where the emoji go. */
  field: RefObject<HTMLTextAreaElement | null>;
  opener: RefObject<HTMLButtonElement | null>;
  /** What may be used while this stays open, besides the panel itself. */
  surroundings: RefObject<HTMLElement | null>;
  onClose: () => void;
}

const isTouch = () => matchMedia('(pointer: coarse)').matches;

/** Floats above the composer where there is room; on a phone it lies below, in the keyboard's place. */
export function EmojiPanel({ field, opener, surroundings, onClose }: EmojiPanelProps) {
  const words = useAllMessages();
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = panel.current;
    // Where there is a keyboard the search has the focus; elsewhere the on-screen keyboard must not
    // open.
    if (element && !element.contains(document.activeElement)) element.focus();
  }, []);

  useEffect(() => {
    const around = surroundings.current;
    const area = field.current;
    const onClick = ({ target }: MouseEvent) => {
      if (target instanceof Node && !around?.contains(target)) onClose();
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      onClose();
      opener.current?.focus();
    };
    const onWriting = (event: KeyboardEvent) => {
      if (keyOf(event).length === 1 && !event.ctrlKey && !event.metaKey) onClose();
    };
    // The keyboard opens and takes this place.
    const onFocus = () => isTouch() && onClose();
    document.addEventListener('click', onClick);
    around?.addEventListener('keydown', onKeyDown);
    area?.addEventListener('keydown', onWriting);
    area?.addEventListener('focus', onFocus);
    return () => {
      document.removeEventListener('click', onClick);
      around?.removeEventListener('keydown', onKeyDown);
      area?.removeEventListener('keydown', onWriting);
      area?.removeEventListener('focus', onFocus);
    };
  }, [field, opener, surroundings, onClose]);

  const onPick = ({ symbol, keepsOpen, by }: EmojiPick) => {
    const area = field.current;
    if (!area) return;
    // After a click the focus goes back to the text. After a touch that would open the keyboard.
    if (!keepsOpen || (by === 'pointer' && !isTouch())) area.focus({ preventScroll: true });
    insertText(area, symbol);
    if (!keepsOpen) onClose();
  };
  return (
    <div
      ref={panel}
      role="dialog"
      aria-label={words.emoji.title}
      tabIndex={-1}
      className="-mx-2 mt-2 mb-[calc(-1*max(0.5rem,env(safe-area-inset-bottom)))] flex h-[clamp(var(--app-height,100dvh)*0.42,22rem,var(--app-height,100dvh)*0.5)] animate-fade-in flex-col overflow-hidden border-t border-line bg-raised outline-none md:absolute md:end-4 md:bottom-full md:z-30 md:mx-0 md:mt-0 md:mb-2 md:h-[27rem] md:max-h-[calc(var(--app-height,100dvh)-6rem)] md:w-96 md:max-w-[calc(100%-2rem)] md:animate-pop-in md:rounded-card md:border-0 md:shadow-raised md:ring-1 md:ring-line"
    >
      <EmojiPicker onPick={onPick} />
    </div>
  );
}
