'use client';

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import {
  captureAnchor,
  distanceToDivider,
  findRow,
  isAtBottomOf,
  placeAt,
  placeInMiddle,
  restoreAnchor,
  rootFontSize,
} from '@/components/conversation/timeline/scroll/scroll-anchor';
import type { ReadingPlace } from '@/lib/client/store/reading-places';
import type { Jump } from '@/lib/client/store/store';

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
  /** Shows the messages around one. */
  showAround: (seq: number) => void;
  /** Where the conversation was left, or the message it is opened at, in the middle. */
  place: { seq: number; offset?: number } | null;
  onLeave: (place: ReadingPlace | null) => void;
  /** Says how to tell where the reader is. Returns a function that ends it. */
  onFollow: (read: () => ReadingPlace | null) => () => void;
  /** The last place gone to. */
  jump: Jump | null;
  /** The message gone to is in view. */
  onLanded: (row: HTMLElement, jump: Jump) => void;
}

/**
 * Where the reader is in the conversation. Opens where it was left, or else at the first unseen message
 * when it would be out of sight, and keeps the place when the window, the composer or the text size changes.
 */
export function useScrollPosition(input: UseScrollPositionInput) {
  const { scroller, content, isReady, refit, reflow, showEnd, showDivider } = input;
  const { place, onLeave, onFollow, jump, onLanded, showAround } = input;
  // Unknown until measured: unseen messages must not count as seen because of a first guess.
  const [isAtBottom, setIsAtBottom] = useState<boolean | null>(null);
  const anchor = useRef<ReturnType<typeof captureAnchor>>(null);
  /** What everything was laid out for when the place was noted. */
  const sizes = useRef('');
  const jumpingTo = useRef<'end' | 'divider' | null>(null);
  /** Which place gone to is shown, and which is in view. */
  const landing = useRef({ shown: 0, done: 0 });

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
    const row = place && place.offset === undefined ? findRow(view, place.seq) : null;
    if (row) {
      placeInMiddle(view, row);
    } else if (!place || !placeAt(view, place.seq, place.offset ?? 0)) {
      const below = distanceToDivider(view);
      if (below !== null && below < 0) view.scrollTop += below;
    }
    notePlace();
  }, [scroller, isReady, notePlace, place]);

  // The elements are gone by then; where the reader was is known from the last scroll.
  useLayoutEffect(
    () => () => {
      if (sizes.current === '') return;
      onLeave(toPlace(anchor.current));
    },
    [onLeave],
  );
  useEffect(() => onFollow(() => toPlace(anchor.current)), [onFollow]);

  /** Whether the place gone to is still to be shown. */
  const land = (view: HTMLElement): boolean => {
    if (jump?.state !== 'there' || landing.current.done === jump.number) return false;
    const isShown = landing.current.shown === jump.number;
    landing.current.shown = jump.number;
    if (jump.seq === null) {
      landing.current.done = jump.number;
      jumpToBottom();
      return true;
    }
    if (!isShown) {
      // Also where it happens to be shown: what is shown by default is the end, which moves on.
      showAround(jump.seq);
      return true;
    }
    landing.current.done = jump.number;
    const row = findRow(view, jump.seq);
    if (!row) return false;
    const { target } = jump;
    const offset = target.to === 'message' ? target.offset : undefined;
    if (offset === undefined) placeInMiddle(view, row);
    else placeAt(view, Number(row.dataset.seq), offset);
    notePlace();
    onLanded(row, jump);
    return false;
  };

  // After every change: messages have come or gone, or the reader goes to the newest.
  useLayoutEffect(() => {
    const view = scroller.current;
    if (view && land(view)) return;
    const below = view && jumpingTo.current === 'divider' ? distanceToDivider(view) : null;
    if (view && jumpingTo.current === 'end') {
      jumpingTo.current = null;
      view.scrollTop = 0;
      anchor.current = null;
      // Already there, it does not scroll.
      notePlace();
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

function toPlace(anchor: ReturnType<typeof captureAnchor>): ReadingPlace | null {
  return anchor && anchor.seq !== null ? { seq: anchor.seq, offset: anchor.offset } : null;
}

function sizesOf(view: HTMLElement): string {
  return `${view.clientHeight} ${textSizesOf(view)}`;
}

/** What the height of a message depends on. */
function textSizesOf(box: HTMLElement): string {
  return `${box.clientWidth} ${rootFontSize()}`;
}
