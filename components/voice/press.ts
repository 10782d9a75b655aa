/** Let go sooner, it was a tap: the recording goes on by itself. */
const HOLD_MIN_MS = 350;
/** Moved so far towards where reading begins, it is to be discarded. */
const SLIDE_CANCEL_PX = 96;

export type PressEvent = 'released' | 'tapped' | 'slid';

/**
 * A finger or mouse that holds the button down. It is followed from the first moment, before the code of
 * what it starts has been loaded.
 */
export interface Press {
  /** False once it was let go. */
  isHeld(): boolean;
  /** Calls back when it ends, at once if it has ended already. */
  onEnd(listener: (event: PressEvent) => void): void;
  /** Calls back with how much of the way to discarding it has been moved, from 0 to 1. */
  onSlide(listener: (part: number) => void): void;
}

interface Pointer {
  pointerId: number;
  clientX: number;
}

/** Follows a press that begins with `down` until it ends. `direction` is that of the page. */
export function followPress(
  { pointerId, clientX }: Pointer,
  direction: 'ltr' | 'rtl',
  now: () => number = () => performance.now(),
): Press {
  const startedAt = now();
  let ended: PressEvent | null = null;
  let tellEnd: (event: PressEvent) => void = () => undefined;
  let tellSlide: (part: number) => void = () => undefined;
  const end = (event: PressEvent) => {
    ended = event;
    stop();
    tellEnd(event);
  };
  const onMove = (event: PointerEvent) => {
    if (event.pointerId !== pointerId) return;
    const moved = direction === 'rtl' ? event.clientX - clientX : clientX - event.clientX;
    const part = Math.min(Math.max(moved / SLIDE_CANCEL_PX, 0), 1);
    tellSlide(part);
    if (part === 1) end('slid');
  };
  const onUp = (event: PointerEvent) => {
    if (event.pointerId !== pointerId) return;
    end(now() - startedAt < HOLD_MIN_MS ? 'tapped' : 'released');
  };
  // A question of the browser takes the pointer away: the answer to it may take longer than any hold.
  const onCancel = (event: PointerEvent) => {
    if (event.pointerId === pointerId) end('tapped');
  };
  const stop = () => {
    window.removeEventListener('pointermove', onMove);
    window.removeEventListener('pointerup', onUp);
    window.removeEventListener('pointercancel', onCancel);
  };
  window.addEventListener('pointermove', onMove);
  window.addEventListener('pointerup', onUp);
  window.addEventListener('pointercancel', onCancel);
  return {
    isHeld: () => ended === null,
    onEnd(listener) {
      if (ended) listener(ended);
      else tellEnd = listener;
    },
    onSlide(listener) {
      tellSlide = listener;
    },
  };
}
