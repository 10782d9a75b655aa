'use client';

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import {
  captureAnchor,
  distanceToDivider,
  isAtBottomOf,
  placeAt,
  restoreAnchor,
  rootFontSize,
} from '@/components/conversation/timeline/scroll/scroll-anchor';
import type { ReadingPlace } from '@/lib/client/store/reading-places';

/** Less is no jump: the reader is there. */
const JUMP_MIN_PX = 8;

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
  /** Shows the divider of new messages, which lies below what is shown; null if it does not. */
  showDivider: (() => void) | null;
  /** Where the conversation was left. */
  place: ReadingPlace | null;
  onLeave: (place: ReadingPlace | null) => void;
}

/**
 * Where the reader is in the conversation. Opens where it was left, or else at the first unseen message
 * when it would be out of sight, and keeps the place when the window, the composer or the text size changes.
 */
export function useScrollPosition(input: UseScrollPositionInput) {
  const { scroller, content, isReady, refit, reflow, showEnd, showDivider } = input;
  const { place, onLeave } = input;
  // Unknown until measured: unseen messages must not count as seen because of a first guess.
  const [isAtBottom, setIsAtBottom] = useState<boolean | null>(null);
  const anchor = useRef<ReturnType<typeof captureAnchor>>(null);
  /** What everything was laid out for when the place was noted. */
  const sizes = useRef('');
  const jumpingTo = useRef<'end' | 'divider' | null>(null);

  const notePlace = useCallback(() => {
    if (!scroller.current) return;
    sizes.current = sizesOf(scroller.current);
    anchor.current = captureAnchor(scroller.current);
    if (isReady) setIsAtBottom(isAtBottomOf(scroller.current));
  }, [scroller, isReady]);

  // The observer below does the same, but the page may change or scroll before it runs.
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
    if (!place || !placeAt(view, place.seq, place.offset)) {
      const below = distanceToDivider(view);
      if (below !== null && below < 0) view.scrollTop += below;
    }
    notePlace();
  }, [scroller, isReady, notePlace, place]);

  // The elements are gone by then; where the reader was is known from the last scroll.
  useLayoutEffect(
    () => () => {
      if (sizes.current === '') return;
      const { seq = null, offset = 0 } = anchor.current ?? {};
      onLeave(seq === null ? null : { seq, offset });
    },
    [onLeave],
  );

  // After every change: messages have come or gone, or the reader goes to the newest.
  useLayoutEffect(() => {
    const view = scroller.current;
    const below = view && jumpingTo.current === 'divider' ? distanceToDivider(view) : null;
    if (view && jumpingTo.current === 'end') {
      jumpingTo.current = null;
      view.scrollTop = 0;
      anchor.current = null;
    } else if (view && below !== null) {
      jumpingTo.current = null;
      view.scrollTop += below;
      notePlace();
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
    jumpingTo.current = 'end';
    showEnd();
  }, [showEnd]);

  /** To the divider of new messages if it lies below, else to the end. */
  const jumpOnward = useCallback(() => {
    const view = scroller.current;
    const below = view ? distanceToDivider(view) : null;
    // At the end there is no more to scroll by than up to there.
    if (view && below !== null && Math.min(below, -view.scrollTop) > JUMP_MIN_PX) {
      view.scrollTop += below;
    } else if (below === null && showDivider) {
      jumpingTo.current = 'divider';
      showDivider();
    } else {
      jumpToBottom();
    }
  }, [scroller, showDivider, jumpToBottom]);

  return { isAtBottom, onScroll, steady, jumpToBottom, jumpOnward };
}

function sizesOf(view: HTMLElement): string {
  return `${view.clientHeight} ${textSizesOf(view)}`;
}

/** What the height of a message depends on. */
function textSizesOf(box: HTMLElement): string {
  return `${box.clientWidth} ${rootFontSize()}`;
}
