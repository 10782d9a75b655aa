import type { BlockHeights } from '@/components/conversation/timeline/scroll-heights';
import { blockOf } from '@/components/conversation/timeline/scroll-window';

/**
 * Notes how high each block is that is shown, from the end of the stretch `above` them. A block reaches from the end of the row above it to the
 * end of its own last row, so that what stands between rows (a day, the divider) counts with the
 * block below it.
 */
export function measureBlocks(above: HTMLElement, heights: BlockHeights): void {
  const content = above.parentElement;
  const rows = content?.querySelectorAll<HTMLElement>('[data-seq]') ?? [];
  let edge = above.getBoundingClientRect().bottom;
  const day = content?.querySelector('[data-day]');
  // A day that is shown from its middle has its name above all the same, but only for now. Where the
  // name itself is says nothing: it may be held at the upper edge of the view.
  if (day?.hasAttribute('data-continued')) edge += day.getBoundingClientRect().height;
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
