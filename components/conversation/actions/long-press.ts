import { messageAt } from '@/components/conversation/actions/messages-in';
import { buzz } from '@/lib/client/platform/buzz';

/** As long as a finger rests before the systems themselves take it for a long press. */
const LONG_PRESS_MS = 450;
const TREMBLE_PX = 10;

interface LongPressOptions {
  view: HTMLElement;
  /** A finger that was put down before this was there, and has not moved since. */
  early: TouchEvent | null;
  onLongPress: (target: Element) => void;
}

/**
 * A finger that rests on a message. Links keep what the browser offers for them, and so does text that
 * is being selected. Returns a function that stops it.
 */
export function listenForLongPress({ view, early, onLongPress }: LongPressOptions): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let start = { x: 0, y: 0 };
  let wasLong = false;

  const cancel = () => clearTimeout(timer);
  const onStart = ({ touches, target }: TouchEvent) => {
    cancel();
    wasLong = false;
    const [touch] = touches;
    if (!touch || touches.length > 1 || !(target instanceof Element)) return;
    if (!messageAt(target) || target.closest('a, input')) return;
    if (document.getSelection()?.isCollapsed === false) return;
    start = { x: touch.clientX, y: touch.clientY };
    timer = setTimeout(() => {
      wasLong = true;
      buzz();
      onLongPress(target);
    }, LONG_PRESS_MS);
  };
  const onMove = ({ touches }: TouchEvent) => {
    const [touch] = touches;
    if (touch && Math.hypot(touch.clientX - start.x, touch.clientY - start.y) > TREMBLE_PX)
      cancel();
  };
  const onEnd = (event: TouchEvent) => {
    cancel();
    // The finger that is lifted now must not press what lies under it as well.
    if (wasLong && event.cancelable) event.preventDefault();
  };
  view.addEventListener('touchstart', onStart, { passive: true });
  view.addEventListener('touchmove', onMove, { passive: true });
  view.addEventListener('touchend', onEnd);
  view.addEventListener('touchcancel', cancel);
  if (early) onStart(early);
  return () => {
    cancel();
    view.removeEventListener('touchstart', onStart);
    view.removeEventListener('touchmove', onMove);
    view.removeEventListener('touchend', onEnd);
    view.removeEventListener('touchcancel', cancel);
  };
}
