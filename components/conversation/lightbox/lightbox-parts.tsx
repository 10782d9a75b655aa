'use client';

import { type ReactNode, useState } from 'react';
import { classNames } from '@/components/ui/class-names';

export const LIGHTBOX_BUTTON_CLASS =
  'flex size-11 shrink-0 items-center justify-center rounded-full bg-black/50 text-white transition-colors hover:bg-white/25 focus-visible:outline-white';

interface NavButtonProps {
  side: 'start' | 'end';
  label: string;
  /** There is no picture in that direction; the button stays, or the focus on it would be lost. */
  isEnd: boolean;
  onClick: () => void;
  children: ReactNode;
}

/** The button to the picture before, or to the next. */
export function NavButton({ side, label, isEnd, onClick, children }: NavButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-disabled={isEnd || undefined}
      onClick={onClick}
      className={classNames(
        LIGHTBOX_BUTTON_CLASS,
        'absolute top-1/2 -translate-y-1/2',
        side === 'start' ? 'start-3' : 'end-3',
        isEnd && 'opacity-30',
      )}
    >
      {children}
    </button>
  );
}

/** Says which picture came, not the first one: the dialog's name says that already. */
export function LiveText({ text, photoKey }: { text: string; photoKey: string }) {
  const [first] = useState(photoKey);
  const [hasChanged, setHasChanged] = useState(false);
  if (photoKey !== first && !hasChanged) setHasChanged(true);
  return (
    <p role="status" className="sr-only">
      {hasChanged && text}
    </p>
  );
}
