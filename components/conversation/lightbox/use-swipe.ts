'use client';

import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { Point } from '@/components/ui/pan-zoom';

/** Between two pictures while they are swiped, in CSS pixels. */
export const SLIDE_GAP_PX = 24;
const SWIPE_MIN_PX = 60;
const CLOSE_MIN_PX = 110;
/** Where there is no next picture, the picture follows the finger only this far. */
const RESISTANCE = 0.25;
const SETTLE_MS = 160;

interface SwipeOptions {
  track: RefObject<HTMLElement | null>;
  /** Of the open picture. */
  index: number;
  count: number;
  onShow: (index: number) => void;
  onClose: () => void;
}

/** Sideways to the neighbours, down to close; the picture follows the finger all the way. */
export function useSwipe({ track, index, count, onShow, onClose }: SwipeOptions) {
  const axis = useRef<'x' | 'y' | null>(null);
  /**
   * The track's offset when the next picture becomes the open one; it moves to its place from
   * there.
   */
  const settleFrom = useRef<Point | null>(null);

  const place = ({ x, y }: Point) => {
    const element = track.current;
    if (!element) return;
    element.style.transform = x || y ? `translate(${x}px, ${y}px)` : '';
    element.style.opacity = y ? String(Math.max(0.3, 1 - y / 500)) : '';
  };
  const settle = (from: Point) => {
    place({ x: 0, y: 0 });
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    track.current?.animate(
      [{ transform: `translate(${from.x}px, ${from.y}px)` }, { transform: 'none' }],
      { duration: SETTLE_MS, easing: 'cubic-bezier(0.2, 0.8, 0.2, 1)' },
    );
  };
  /** The picture a sideways movement leads to; in right-to-left, the next one is on the left. */
  const target = (x: number): number | null => {
    const isRightToLeft = track.current && getComputedStyle(track.current).direction === 'rtl';
    const next = index + (x < 0 === !isRightToLeft ? 1 : -1);
    return next >= 0 && next < count ? next : null;
  };
  const shift = ({ x, y }: Point): Point =>
    axis.current === 'y'
      ? { x: 0, y: Math.max(0, y) }
      : { x: target(x) === null ? x * RESISTANCE : x, y: 0 };

  // biome-ignore lint/correctness/useExhaustiveDependencies: another picture is what it waits for
  useLayoutEffect(() => {
    const from = settleFrom.current;
    settleFrom.current = null;
    if (from) settle(from);
  }, [index]);

  return {
    onStep: (total: Point) => {
      axis.current ??= Math.abs(total.x) > Math.abs(total.y) ? 'x' : 'y';
      place(shift(total));
    },
    onEnd: (total: Point) => {
      const shown = shift(total);
      const next = axis.current === 'x' ? target(total.x) : null;
      const isClosing = axis.current === 'y' && total.y > CLOSE_MIN_PX;
      axis.current = null;
      if (isClosing) return onClose();
      if (next === null || Math.abs(total.x) < SWIPE_MIN_PX) return settle(shown);
      const width = (track.current?.clientWidth ?? 0) + SLIDE_GAP_PX;
      settleFrom.current = { x: shown.x + (total.x < 0 ? width : -width), y: 0 };
      onShow(next);
    },
  };
}
