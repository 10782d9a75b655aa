'use client';

import ArrowUp from 'lucide-react/icons/arrow-up';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useJump } from '@/components/conversation/jump/use-jump';
import { useMessages } from '@/components/i18n/messages-provider';
import type { ConversationRows } from '@/lib/client/selectors/conversation-rows';

interface UnreadButtonProps {
  userId: string;
  scroller: RefObject<HTMLElement | null>;
  firstUnseenSeq: number;
  /** With others the place may be another. */
  rows: ConversationRows;
}

/** Leads to the first unread message while that is above the view and was not in it yet. */
export function UnreadButton({ userId, scroller, firstUnseenSeq, rows }: UnreadButtonProps) {
  const words = useMessages();
  const { jumpTo } = useJump(userId);
  const [isAbove, setIsAbove] = useState(false);
  const metSeq = useRef<number | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows, another place
  useEffect(() => {
    const view = scroller.current;
    if (!view) return;
    const check = () => {
      const place = placeOf(view, firstUnseenSeq);
      if (place === 'in view') metSeq.current = firstUnseenSeq;
      setIsAbove(place === 'above' && metSeq.current !== firstUnseenSeq);
    };
    // After what has changed was scrolled to.
    const frame = requestAnimationFrame(check);
    view.addEventListener('scroll', check, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      view.removeEventListener('scroll', check);
    };
  }, [scroller, firstUnseenSeq, rows]);

  if (!isAbove) return null;
  return (
    <button
      type="button"
      onClick={() => jumpTo(firstUnseenSeq)}
      className="absolute inset-x-0 top-11 group-has-data-banner/panes:top-22 z-20 mx-auto flex min-h-11 w-fit animate-pop-in items-center gap-2 rounded-full bg-raised px-4 text-sm font-medium text-accent shadow-raised ring-1 ring-line hover:bg-hover"
    >
      <ArrowUp className="size-4" aria-hidden="true" />
      <span>{words.chat.toUnread}</span>
    </button>
  );
}

function placeOf(view: HTMLElement, seq: number): 'above' | 'in view' | 'below' {
  const divider = view.querySelector('[data-new-divider]');
  if (!divider) {
    const first = Number(view.querySelector<HTMLElement>('[data-seq]')?.dataset.seq);
    return seq < first ? 'above' : 'below';
  }
  const { top, bottom } = view.getBoundingClientRect();
  const own = divider.getBoundingClientRect();
  if (own.bottom <= top) return 'above';
  return own.top < bottom ? 'in view' : 'below';
}
