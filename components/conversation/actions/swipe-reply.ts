import { messageAt } from '@/components/conversation/actions/messages-in';
import { buzz } from '@/lib/client/platform/buzz';

/** From there a swipe goes back to the list. */
const EDGE_PX = 32;
/** The first few pixels decide whether it is a swipe, or scrolling. */
const SLOP_PX = 12;
const FAR_ENOUGH_PX = 56;
const FURTHEST_PX = 72;
const SLIDE_MS = 140;

interface SwipeReplyOptions {
  view: HTMLElement;
  /** Whether that message can be answered now. */
  canReply: (row: HTMLElement) => boolean;
  onReply: (row: HTMLElement) => void;
}

interface Swipe {
  row: HTMLElement;
  x: number;
  y: number;
  /** Towards the end edge; null until it is a swipe. */
  distance: number | null;
}

/**
 * A message that a finger draws towards the end edge is answered. Scrolling and the swipe that goes
 * back keep what begins as theirs; for those who ask for less motion there is none. Returns a function
 * that stops it.
 */
export function listenForSwipeReply({ view, canReply, onReply }: SwipeReplyOptions): () => void {
  const direction = getComputedStyle(view).direction === 'rtl' ? -1 : 1;
  let swipe: Swipe | null = null;

  const place = ({ row }: Swipe, distance: number) => {
    row.style.translate = distance === 0 ? '' : `${distance * direction}px`;
  };
  const onStart = ({ touches, target }: TouchEvent) => {
    const [touch] = touches;
    const row = messageAt(target);
    swipe = null;
    if (!touch || touches.length > 1 || !row || !canReply(row)) return;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    if (document.getSelection()?.isCollapsed === false) return;
    const fromEdge = direction === 1 ? touch.clientX : window.innerWidth - touch.clientX;
    if (fromEdge > EDGE_PX) swipe = { row, x: touch.clientX, y: touch.clientY, distance: null };
  };
  const onMove = (event: TouchEvent) => {
    const [touch] = event.touches;
    if (!swipe || !touch) return;
    const along = (touch.clientX - swipe.x) * direction;
    const across = Math.abs(touch.clientY - swipe.y);
    if (swipe.distance === null) {
      const isOther = event.touches.length > 1 || !event.cancelable || along < -SLOP_PX;
      if (isOther || (across > SLOP_PX && across >= along)) swipe = null;
      if (!swipe || along <= SLOP_PX || across * 2 > along) return;
    }
    event.preventDefault();
    const wasFar = (swipe.distance ?? 0) >= FAR_ENOUGH_PX;
    swipe.distance = Math.min(Math.max(0, along - SLOP_PX), FURTHEST_PX);
    const isFar = swipe.distance >= FAR_ENOUGH_PX;
    if (isFar && !wasFar) buzz();
    place(swipe, swipe.distance);
  };
  const onEnd = (event: TouchEvent) => {
    const held = swipe;
    swipe = null;
    if (!held || held.distance === null) return;
    const from = `${held.distance * direction}px`;
    place(held, 0);
    held.row.animate([{ translate: from }, { translate: '0px' }], {
      duration: SLIDE_MS,
      easing: 'ease-out',
    });
    if (event.type === 'touchend' && held.distance >= FAR_ENOUGH_PX) onReply(held.row);
  };
  view.addEventListener('touchstart', onStart, { passive: true });
  // Not passive: once it is a swipe, the page must not scroll as well.
  view.addEventListener('touchmove', onMove, { passive: false });
  view.addEventListener('touchend', onEnd);
  view.addEventListener('touchcancel', onEnd);
  return () => {
    if (swipe) place(swipe, 0);
    view.removeEventListener('touchstart', onStart);
    view.removeEventListener('touchmove', onMove);
    view.removeEventListener('touchend', onEnd);
    view.removeEventListener('touchcancel', onEnd);
  };
}
