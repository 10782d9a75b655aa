import type { BlockHeights } from '@/components/chat/scroll-heights';
import { blockOf } from '@/components/chat/scroll-window';

/**
 * Notes how high each block is that is shown. A block reaches from the end of the row above it to the
 * end of its own last row, so that what stands between rows (a day, the divider) counts with the
 * block below it.
 */
export function measureBlocks(view: HTMLElement, heights: BlockHeights): void {
  const rows = view.querySelectorAll<HTMLElement>('[data-seq]');
  let edge = topOfFirst(view);
  let block: number | null = null;
  let count = 0;
  let start = edge;
  for (const row of rows) {
    const own = blockOf(Number(row.dataset.seq));
    if (own !== block) {
      if (block !== null) heights.note(block, { rows: count, height: edge - start });
      block = own;
      count = 0;
      start = edge;
    }
    count++;
    edge = row.getBoundingClientRect().bottom;
  }
  if (block !== null) heights.note(block, { rows: count, height: edge - start });
}

/** A day that is shown from its middle has its name above all the same, but only for now. */
function topOfFirst(view: HTMLElement): number {
  const day = view.querySelector('[data-day]');
  const first = day?.hasAttribute('data-continued') ? day.nextElementSibling : day;
  return first?.getBoundingClientRect().top ?? 0;
}
