'use client';

import { type ReactNode, useEffect, useEffectEvent } from 'react';
import { classNames } from '@/components/ui/class-names';

/** What can be pressed in a notice. */
export const NOTICE_ACTION_CLASS =
  'inline-flex min-h-8 items-center font-medium underline underline-offset-2';

interface NoticeBubbleProps<T> {
  /** A new object is a new notice, also with the same words. */
  notice: T | null;
  shownMs: number;
  onGone: () => void;
  /** Where it stands. */
  className: string;
  children: (notice: T) => ReactNode;
}

/** Says for a moment what has been done, on the screen and to screen readers. */
export function NoticeBubble<T extends object>(props: NoticeBubbleProps<T>) {
  const { notice, shownMs, onGone, className, children } = props;
  const end = useEffectEvent(onGone);
  useEffect(() => {
    if (!notice) return;
    const timer = setTimeout(() => end(), shownMs);
    return () => clearTimeout(timer);
  }, [notice, shownMs]);
  return (
    <div
      role="status"
      className={classNames('pointer-events-none inset-x-0 flex justify-center px-4', className)}
    >
      {notice && (
        <p className="pointer-events-auto flex animate-fade-in flex-wrap items-center gap-x-3 rounded-card bg-ink px-4 py-2 text-sm text-surface shadow-raised">
          {children(notice)}
        </p>
      )}
    </div>
  );
}
