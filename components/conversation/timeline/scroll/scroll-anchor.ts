/** Closer to the end than this, in pixels, the reader is at the bottom. */
const BOTTOM_SLACK = 48;

export function isAtBottomOf(scroller: HTMLElement): boolean {
  // What is loaded may end before the newest message does.
  if (scroller.dataset.detached !== undefined) return false;
  // The scroller counts from its end: 0 at the bottom, negative above.
  return Math.abs(scroller.scrollTop) <= BOTTOM_SLACK;
}

/** Space above the "new messages" divider when the view goes to it: what the day's pill takes. */
const DIVIDER_MARGIN_REM = 3;

interface Anchor {
  key: string;
  /** null for one that is on its way. */
  seq: number | null;
  /** Distance of the message's upper edge from the scroller's. */
  offset: number;
}

const offsetIn = (scroller: HTMLElement, element: Element) =>
  element.getBoundingClientRect().top - scroller.getBoundingClientRect().top;

/**
 * The first message that begins in view: one that is cut off above may grow, and what is read is below
 * it. The one that fills the whole view if there is no other.
 */
export function firstInView(scroller: HTMLElement): HTMLElement | null {
  const rows = scroller.querySelectorAll<HTMLElement>('[data-key]');
  const { top, bottom } = scroller.getBoundingClientRect();
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    if (row && row.getBoundingClientRect().top >= top) high = middle;
    else low = middle + 1;
  }
  const first = rows[low];
  if (first && first.getBoundingClientRect().top < bottom) return first;
  return rows[low - 1] ?? first ?? null;
}

/**
 * Where that message is, so that it can be put back there after the content around it has changed;
 * null at the bottom.
 */
export function captureAnchor(scroller: HTMLElement): Anchor | null {
  if (isAtBottomOf(scroller)) return null;
  const row = firstInView(scroller);
  const key = row?.dataset.key;
  if (!row || !key) return null;
  const seq = row.dataset.seq ? Number(row.dataset.seq) : null;
  return { key, seq, offset: offsetIn(scroller, row) };
}

/** Puts a message that far below the upper edge of the view. Whether it is there. */
export function placeAt(scroller: HTMLElement, seq: number, offset: number): boolean {
  const row = scroller.querySelector(`[data-seq="${seq}"]`);
  if (!row) return false;
  scroller.scrollTop += offsetIn(scroller, row) - offset;
  return true;
}

/** The row of a message; of the last one before it where it has none of its own. */
export function findRow(scroller: HTMLElement, seq: number): HTMLElement | null {
  const row = scroller.querySelector<HTMLElement>(`[data-seq="${seq}"]`);
  if (row) return row;
  const rows = [...scroller.querySelectorAll<HTMLElement>('[data-seq]')];
  return rows.findLast((each) => Number(each.dataset.seq) < seq) ?? null;
}

/** Puts a row in the middle of the view, or its beginning to the upper edge if it is higher. */
export function placeInMiddle(scroller: HTMLElement, row: HTMLElement): void {
  const room = scroller.clientHeight - row.offsetHeight;
  scroller.scrollTop += offsetIn(scroller, row) - Math.max(0, room / 2);
}

/** Moves the scroller so that the anchor is where it was; without one, to the bottom. */
export function restoreAnchor(scroller: HTMLElement, anchor: Anchor | null): void {
  if (!anchor) {
    scroller.scrollTop = 0;
    return;
  }
  const row = scroller.querySelector(`[data-key="${CSS.escape(anchor.key)}"]`);
  if (!row) return;
  const drift = offsetIn(scroller, row) - anchor.offset;
  if (Math.abs(drift) > 0.5) scroller.scrollTop += drift;
}

/** How far the divider is below its place at the top of the view; null if it is not shown. */
export function distanceToDivider(view: HTMLElement): number | null {
  const divider = view.querySelector('[data-new-divider]');
  if (!divider) return null;
  const top = view.getBoundingClientRect().top + DIVIDER_MARGIN_REM * rootFontSize();
  return divider.getBoundingClientRect().top - top;
}

export function rootFontSize(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}
