import type { BlockHeights } from '@/components/conversation/timeline/scroll/scroll-heights';
import { blockOf } from '@/components/conversation/timeline/scroll/scroll-window';

/**
 * Notes how high each block is that is shown, from the end of the stretch `above` them. A block
 * reaches from the end of the row above it to the end of its own last row, so that what stands
 * between rows (a day, the divider) counts with the block below it.
 */
export function measureBlocks(above: HTMLElement, heights: BlockHeights): void {
  const content = above.parentElement;
  const rows = content?.querySelectorAll<HTMLElement>('[data-seq]') ?? [];
  let edge = above.getBoundingClientRect().bottom;
  const measures = new Map<number, { rows: number; height: number }>();
  for (const row of rows) {
    const { bottom } = row.getBoundingClientRect();
    const first = Number(row.dataset.seq);
    // The height of an album counts where it begins, its messages where their numbers are.
    for (let seq = first; seq <= Number(row.dataset.lastSeq ?? first); seq++) {
      const measure = measures.get(blockOf(seq)) ?? { rows: 0, height: 0 };
      measure.rows++;
      if (seq === first) measure.height += bottom - edge;
      measures.set(blockOf(seq), measure);
    }
    edge = bottom;
  }
  for (const [block, measure] of measures) heights.note(block, measure);
}
