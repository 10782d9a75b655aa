import type { BlockHeights } from '@/components/chat/scroll-heights';
import { blockOf } from '@/components/chat/scroll-window';

/**
 * Notes how high each block is that stands in `region`. A block reaches from the end of the row above
 * it to the end of its own last row, so that what stands between rows (a day, the divider) counts
 * with the block below it.
 */
export function measureBlocks(region: HTMLElement, heights: BlockHeights): void {
  const days = region.children;
  // A day that is shown from its middle has its name above all the same, but only for now.
  const isContinued = days[0]?.hasAttribute('data-continued') ?? false;
  const rows = region.querySelectorAll<HTMLElement>('[data-seq]');
  let edge = region.getBoundingClientRect().top;
  let block: number | null = null;
  let count = 0;
  let start = edge;
  for (const [index, row] of rows.entries()) {
    const { top, bottom } = row.getBoundingClientRect();
    if (index === 0 && isContinued) edge = top;
    const own = blockOf(Number(row.dataset.seq));
    if (own !== block) {
      if (block !== null) heights.note(block, { rows: count, height: edge - start });
      block = own;
      count = 0;
      start = edge;
    }
    count++;
    edge = bottom;
  }
  if (block !== null) heights.note(block, { rows: count, height: edge - start });
}
