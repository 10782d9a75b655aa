import type { CSSProperties } from 'react';
import type { PaneSpan } from '@/components/ui/pane-separator';

export const LIST_PANE_ID = 'people';
export const DETAILS_PANE_ID = 'details';
export const CONVERSATION_PANE_ID = 'conversation';
export const LIST_WIDTH = '--list-width';
export const DETAILS_WIDTH = '--details-width';

/** From this width on there are two panes: the breakpoint `md`. */
const TWO_PANES = '(min-width: 48rem)';
export const hasTwoPanes = () => matchMedia(TWO_PANES).matches;

/** The style attribute for chosen widths in rem, so that the server's first paint has them. */
export function paneStyle(widths: Record<string, number | null>): CSSProperties {
  const chosen = Object.entries(widths).filter(([, rem]) => rem !== null);
  // React's type knows no custom properties.
  return Object.fromEntries(chosen.map(([name, rem]) => [name, `${rem}rem`])) as CSSProperties;
}

/**
 * How wide a pane is and may be beside one that takes what is left, from the minimum and maximum
 * that the stylesheet gives both.
 */
export function spanBeside(
  pane: HTMLElement,
  rest: { width: number; min: number },
): PaneSpan | null {
  const now = pane.getBoundingClientRect().width;
  if (now === 0) return null;
  const { minWidth, maxWidth } = getComputedStyle(pane);
  const min = Number.parseFloat(minWidth) || 0;
  const most = Number.parseFloat(maxWidth) || Number.POSITIVE_INFINITY;
  return { now, min, max: Math.max(min, Math.min(most, now + rest.width - rest.min)) };
}
