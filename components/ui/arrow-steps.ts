import type { Point } from '@/components/ui/pan-zoom';

export const ARROWS: Record<string, Point> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Of a side of what is shown. */
const KEY_STEP = 0.05;
const FINE_KEY_STEP = 0.01;

/** How far one press of an arrow goes: with Shift, a little. */
export const stepOf = ({ shiftKey }: { shiftKey: boolean }): number =>
  shiftKey ? FINE_KEY_STEP : KEY_STEP;
