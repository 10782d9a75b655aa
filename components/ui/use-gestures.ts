'use client';

import { type RefObject, useEffect, useRef } from 'react';
import type { Point } from '@/components/ui/pan-zoom';

/** Points are in CSS pixels from the element's centre. */
interface GestureStep {
  /** Since the step before. */
  by: Point;
  /** Since the first finger came down. */
  total: Point;
  /** How much further apart two fingers are than a step before; 1 for one finger. */
  factor: number;
  at: Point;
  fingers: number;
  isTouch: boolean;
}

export interface GestureHandlers {
  onStep: (step: GestureStep) => void;
  /** All fingers are up. `hadTwo`: it was a pinch at some time, so its end is no swipe. */
  onEnd?: (end: { total: Point; hadTwo: boolean; isTouch: boolean }) => void;
  /** A touch or click that did not move. `count` is 2 for the second one in a row. */
  onTap?: (tap: { at: Point; count: 1 | 2; isTouch: boolean }) => void;
  /** A wheel, or a pinch on a trackpad. */
  onWheel?: (wheel: { factor: number; at: Point }) => void;
}

/** Fingers are never quite still: less than this is no movement. */
const DRAG_THRESHOLD_PX = 6;
const DOUBLE_TAP_MS = 300;
const DOUBLE_TAP_PX = 30;
/** One notch of a wheel, about 100 px, enlarges by a fifth; a trackpad's pinch says far less at a time. */
const WHEEL_RATE = 0.0018;
const PINCH_RATE = 0.01;
const LINE_PX = 16;

/**
 * Drag, pinch, wheel and tap on one element, by mouse, pen and finger alike. The element has to have
 * `touch-action: none`, or the browser scrolls with the same fingers. The element itself, not a ref to
 * it: what is in a dialog is there later than the component that shows it.
 */
export function useGestures(element: HTMLElement | null, handlers: GestureHandlers): void {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => (element ? listen(element, latest) : undefined), [element]);
}

function listen(target: HTMLElement, latest: RefObject<GestureHandlers>): () => void {
  const fingers = new Map<number, Point>();
  let total: Point = { x: 0, y: 0 };
  let hadTwo = false;
  let hasMoved = false;
  let lastTap = { time: 0, at: { x: 0, y: 0 } };
  const stop = new AbortController();
  const { signal } = stop;

  const pointOf = (event: MouseEvent): Point => {
    const box = target.getBoundingClientRect();
    return {
      x: event.clientX - box.left - box.width / 2,
      y: event.clientY - box.top - box.height / 2,
    };
  };
  const shape = () => {
    const [a, b] = [...fingers.values()];
    if (!a) return null;
    if (!b) return { at: a, spread: 0 };
    return {
      at: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 },
      spread: Math.hypot(a.x - b.x, a.y - b.y),
    };
  };

  const onDown = (event: PointerEvent) => {
    if (event.button !== 0 || fingers.size === 2) return;
    // Capturing the pointer would take the click away from a control that lies inside.
    if (event.target instanceof Element && event.target.closest('button, a')) return;
    if (fingers.size === 0) {
      total = { x: 0, y: 0 };
      hadTwo = false;
      hasMoved = false;
    }
    fingers.set(event.pointerId, pointOf(event));
    hadTwo ||= fingers.size === 2;
    target.setPointerCapture(event.pointerId);
  };
  const onMove = (event: PointerEvent) => {
    const before = fingers.has(event.pointerId) ? shape() : null;
    if (!before) return;
    fingers.set(event.pointerId, pointOf(event));
    const after = shape();
    if (!after) return;
    const by = { x: after.at.x - before.at.x, y: after.at.y - before.at.y };
    total = { x: total.x + by.x, y: total.y + by.y };
    if (!hasMoved && !hadTwo && Math.hypot(total.x, total.y) < DRAG_THRESHOLD_PX) return;
    latest.current.onStep({
      // The small movement held back before is added to the first real one.
      by: hasMoved || hadTwo ? by : total,
      total,
      factor: before.spread > 0 && after.spread > 0 ? after.spread / before.spread : 1,
      at: after.at,
      fingers: fingers.size,
      isTouch: event.pointerType === 'touch',
    });
    hasMoved = true;
  };
  const onUp = (event: PointerEvent) => {
    if (!fingers.delete(event.pointerId) || fingers.size > 0) return;
    const isTouch = event.pointerType === 'touch';
    if (hasMoved || hadTwo || event.type === 'pointercancel') {
      latest.current.onEnd?.({ total, hadTwo, isTouch });
      return;
    }
    const at = pointOf(event);
    const isSecond =
      event.timeStamp - lastTap.time < DOUBLE_TAP_MS &&
      Math.hypot(at.x - lastTap.at.x, at.y - lastTap.at.y) < DOUBLE_TAP_PX;
    lastTap = { time: isSecond ? 0 : event.timeStamp, at };
    latest.current.onTap?.({ at, count: isSecond ? 2 : 1, isTouch });
  };
  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : LINE_PX);
    // Browsers tell a trackpad's pinch as a wheel with Ctrl.
    const factor = Math.exp(-pixels * (event.ctrlKey ? PINCH_RATE : WHEEL_RATE));
    latest.current.onWheel?.({ factor, at: pointOf(event) });
  };

  target.addEventListener('pointerdown', onDown, { signal });
  target.addEventListener('pointermove', onMove, { signal });
  target.addEventListener('pointerup', onUp, { signal });
  target.addEventListener('pointercancel', onUp, { signal });
  target.addEventListener('wheel', onWheel, { signal, passive: false });
  return () => stop.abort();
}
