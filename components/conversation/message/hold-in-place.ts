import { flushSync } from 'react-dom';

/**
 * Makes a change that gives `element` another height and keeps one of its edges where it is on the
 * screen. At the end of a conversation the scroller would keep the end in view instead.
 */
export function holdInPlace(
  element: HTMLElement | null,
  edge: 'top' | 'bottom',
  change: () => void,
): void {
  const scroller = element?.closest('[data-scroller]');
  const before = element?.getBoundingClientRect()[edge] ?? 0;
  flushSync(change);
  if (element && scroller) scroller.scrollTop += element.getBoundingClientRect()[edge] - before;
}
