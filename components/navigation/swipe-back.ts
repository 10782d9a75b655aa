import { hasTwoPanes } from '@/components/navigation/pane-layout';

/** A swipe begins this close to the start edge, in pixels. */
const EDGE = 32;
/** The first few pixels decide whether it is a swipe, or scrolling. */
const SLOP = 10;
/** Let go beyond this part of the width, or faster than this, it goes back. */
const FAR_ENOUGH = 0.35;
const FAST_PIXELS_PER_MS = 0.5;
const SLIDE_MS = 160;

export interface SwipeBackOptions {
  /** Everything; gets the attribute `data-swiping`, which shows what lies under the pane. */
  all: HTMLElement;
  /** The pane that is swiped away. */
  moved: HTMLElement;
  onBack: () => void;
}

interface Swipe {
  x: number;
  y: number;
  /** How far the pane has followed, towards the end edge; null until it is a swipe. */
  distance: number | null;
  speed: number;
  at: number;
}

/**
 * On a phone, a swipe from the start edge takes the conversation away and shows the list under it.
 * Follows the finger, and leaves scrolling, selecting and whatever scrolls sideways alone. Returns
 * a function that stops it.
 */
export function listenForSwipeBack({ all, moved, onBack }: SwipeBackOptions): () => void {
  const direction = getComputedStyle(all).direction === 'rtl' ? -1 : 1;
  let swipe: Swipe | null = null;

  const place = (distance: number) => {
    moved.style.translate = `${distance * direction}px`;
  };
  const reset = () => {
    swipe = null;
    moved.style.translate = '';
    delete all.dataset.swiping;
  };
  const slide = async (from: number, to: number) => {
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const frames = [from, to].map((each) => ({ translate: `${each * direction}px` }));
    place(to);
    await moved.animate(frames, { duration: isCalm ? 0 : SLIDE_MS, easing: 'ease-out' }).finished;
  };

  const onStart = (event: TouchEvent) => {
    const [touch] = event.touches;
    if (swipe?.distance != null || !touch || event.touches.length > 1 || hasTwoPanes()) return;
    const fromEdge = direction === 1 ? touch.clientX : window.innerWidth - touch.clientX;
    swipe =
      fromEdge <= EDGE && mayBegin(event.target, moved)
        ? { x: touch.clientX, y: touch.clientY, distance: null, speed: 0, at: event.timeStamp }
        : null;
  };
  const onMove = (event: TouchEvent) => {
    const [touch] = event.touches;
    if (!swipe || !touch) return;
    const along = (touch.clientX - swipe.x) * direction;
    const across = Math.abs(touch.clientY - swipe.y);
    if (swipe.distance === null) {
      const isOther = event.touches.length > 1 || !event.cancelable || along < -SLOP;
      if (isOther || (across > SLOP && across >= along)) {
        swipe = null;
        return;
      }
      if (along <= SLOP) return;
      all.dataset.swiping = '';
    }
    event.preventDefault();
    const distance = Math.max(0, along);
    const elapsed = Math.max(1, event.timeStamp - swipe.at);
    swipe.speed = (distance - (swipe.distance ?? 0)) / elapsed;
    swipe.distance = distance;
    swipe.at = event.timeStamp;
    place(distance);
  };
  const onEnd = async (event: TouchEvent) => {
    if (!swipe || event.touches.length > 0) return;
    const { distance, speed } = swipe;
    swipe = null;
    if (distance === null) return;
    const isFar = distance > moved.offsetWidth * FAR_ENOUGH || speed > FAST_PIXELS_PER_MS;
    if (event.type === 'touchend' && isFar) {
      // Closes the on-screen keyboard.
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      await slide(distance, moved.offsetWidth);
      onBack();
    } else {
      await slide(distance, 0);
      if (!swipe) reset();
    }
  };
  const end = (event: TouchEvent) => void onEnd(event);

  moved.addEventListener('touchstart', onStart, { passive: true });
  // Not passive: once it is a swipe, the page must not scroll as well.
  moved.addEventListener('touchmove', onMove, { passive: false });
  moved.addEventListener('touchend', end);
  moved.addEventListener('touchcancel', end);
  return () => {
    moved.removeEventListener('touchstart', onStart);
    moved.removeEventListener('touchmove', onMove);
    moved.removeEventListener('touchend', end);
    moved.removeEventListener('touchcancel', end);
    reset();
  };
}

function mayBegin(target: EventTarget | null, pane: HTMLElement): boolean {
  if (!(target instanceof Element) || target.closest('input, [role="slider"]')) return false;
  if (document.getSelection()?.isCollapsed === false) return false;
  // On a page enlarged by pinching, the same finger moves the page.
  if ((window.visualViewport?.scale ?? 1) > 1) return false;
  for (let each: Element | null = target; each && each !== pane; each = each.parentElement) {
    const isScroller = /auto|scroll/.test(getComputedStyle(each).overflowX);
    if (isScroller && each.scrollWidth > each.clientWidth) return false;
  }
  return true;
}
