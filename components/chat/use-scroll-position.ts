'use client';

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { captureAnchor, isAtBottomOf, restoreAnchor } from '@/components/chat/scroll-anchor';

/** Space above the "new messages" divider when a conversation opens at it: what the day's pill takes. */
const DIVIDER_MARGIN_REM = 3;

interface UseScrollPositionInput {
  scroller: RefObject<HTMLElement | null>;
  content: RefObject<HTMLElement | null>;
  /** Whether the messages are there. */
  isReady: boolean;
}

/**
 * Where the reader is in the conversation. Opens at the first unseen message when it would be out
 * of sight, and keeps the place when the window, the composer or the text size changes.
 */
export function useScrollPosition({ scroller, content, isReady }: UseScrollPositionInput) {
  // Unknown until measured: unseen messages must not count as seen because of a first guess.
  const [isAtBottom, setIsAtBottom] = useState<boolean | null>(null);
  const anchor = useRef<ReturnType<typeof captureAnchor>>(null);

  const onScroll = useCallback(() => {
    if (!scroller.current) return;
    anchor.current = captureAnchor(scroller.current);
    if (isReady) setIsAtBottom(isAtBottomOf(scroller.current));
  }, [scroller, isReady]);

  useLayoutEffect(() => {
    const view = scroller.current;
    if (!view || !isReady) return;
    const divider = view.querySelector('[data-new-divider]');
    if (divider) {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      const top = view.getBoundingClientRect().top + DIVIDER_MARGIN_REM * rem;
      const hidden = top - divider.getBoundingClientRect().top;
      if (hidden > 0) view.scrollTop -= hidden;
    }
    onScroll();
  }, [scroller, isReady, onScroll]);

  useEffect(() => {
    const view = scroller.current;
    if (!view || !content.current) return;
    const observer = new ResizeObserver(() => {
      restoreAnchor(view, anchor.current);
      onScroll();
    });
    observer.observe(view);
    observer.observe(content.current);
    return () => observer.disconnect();
  }, [scroller, content, onScroll]);

  const jumpToBottom = useCallback(() => {
    scroller.current?.scrollTo({ top: 0 });
    anchor.current = null;
  }, [scroller]);

  return { isAtBottom, onScroll, jumpToBottom };
}
