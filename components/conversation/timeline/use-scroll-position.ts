'use client';

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import {
  captureAnchor,
  isAtBottomOf,
  restoreAnchor,
} from '@/components/conversation/timeline/scroll-anchor';

/** Space above the "new messages" divider when a conversation opens at it: what the day's pill takes. */
const DIVIDER_MARGIN_REM = 3;

interface UseScrollPositionInput {
  scroller: RefObject<HTMLElement | null>;
  content: RefObject<HTMLElement | null>;
  /** Whether the messages are there. */
  isReady: boolean;
  /** Shows the messages around the place the reader is at. */
  refit: () => void;
  /** Called when the same messages take another height. */
  reflow: () => void;
  /** Shows the newest messages, wherever the reader is. */
  showEnd: () => void;
}

/**
 * Where the reader is in the conversation. Opens at the first unseen message when it would be out
 * of sight, and keeps the place when the window, the composer or the text size changes.
 */
export function useScrollPosition(input: UseScrollPositionInput) {
  const { scroller, content, isReady, refit, reflow, showEnd } = input;
  // Unknown until measured: unseen messages must not count as seen because of a first guess.
  const [isAtBottom, setIsAtBottom] = useState<boolean | null>(null);
  const anchor = useRef<ReturnType<typeof captureAnchor>>(null);
  /** What everything was laid out for when the place was noted. */
  const sizes = useRef('');
  const isJumping = useRef(false);

  const notePlace = useCallback(() => {
    if (!scroller.current) return;
    sizes.current = sizesOf(scroller.current);
    anchor.current = captureAnchor(scroller.current);
    if (isReady) setIsAtBottom(isAtBottomOf(scroller.current));
  }, [scroller, isReady]);

  // The observer below does the same, but the page may change or scroll before it is its turn.
  const steady = useCallback(() => {
    const view = scroller.current;
    if (view && sizes.current && sizesOf(view) !== sizes.current) {
      restoreAnchor(view, anchor.current);
    }
  }, [scroller]);

  const onScroll = useCallback(() => {
    steady();
    // Within the frame that shows the new place, so that it is never an empty one.
    flushSync(refit);
    notePlace();
  }, [steady, refit, notePlace]);

  useLayoutEffect(() => {
    const view = scroller.current;
    if (!view || !isReady) return;
    const divider = view.querySelector('[data-new-divider]');
    if (divider) {
      const top = view.getBoundingClientRect().top + DIVIDER_MARGIN_REM * rootFontSize();
      const hidden = top - divider.getBoundingClientRect().top;
      if (hidden > 0) view.scrollTop -= hidden;
    }
    notePlace();
  }, [scroller, isReady, notePlace]);

  // After every change: messages have come or gone, or the reader goes to the newest.
  useLayoutEffect(() => {
    if (isJumping.current && scroller.current) {
      isJumping.current = false;
      scroller.current.scrollTop = 0;
      anchor.current = null;
    }
    refit();
  });

  useEffect(() => {
    const view = scroller.current;
    const box = content.current;
    if (!view || !box) return;
    let held = textSizesOf(box);
    const observer = new ResizeObserver(() => {
      restoreAnchor(view, anchor.current);
      const now = textSizesOf(box);
      if (now !== held) reflow();
      held = now;
      notePlace();
      refit();
    });
    observer.observe(view);
    observer.observe(box);
    return () => observer.disconnect();
  }, [scroller, content, notePlace, reflow, refit]);

  const jumpToBottom = useCallback(() => {
    isJumping.current = true;
    showEnd();
  }, [showEnd]);

  return { isAtBottom, onScroll, steady, jumpToBottom };
}

function rootFontSize(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}

function sizesOf(view: HTMLElement): string {
  return `${view.clientHeight} ${textSizesOf(view)}`;
}

/** What the height of a message depends on. */
function textSizesOf(box: HTMLElement): string {
  return `${box.clientWidth} ${rootFontSize()}`;
}
