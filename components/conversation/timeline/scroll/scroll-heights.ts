import {
  type BlockRange,
  countIn,
  type SeqSpan,
} from '@/components/conversation/timeline/scroll/scroll-window';

/** What a message takes before any was measured, in pixels: about one of two lines. */
const ROW_GUESS = 56;

interface Measure {
  rows: number;
  height: number;
}

/**
 * How high each block of messages is: as it was when last on the screen, or as high as the others
 * are on average. A wrong height moves nothing in view, since the place is kept by a visible
 * message; only the scroll bar is a little wrong.
 */
export class BlockHeights {
  readonly #measured = new Map<number, Measure>();
  #rows = 0;
  #height = 0;

  note(block: number, measure: Measure): void {
    const held = this.#measured.get(block);
    this.#rows += measure.rows - (held?.rows ?? 0);
    this.#height += measure.height - (held?.height ?? 0);
    this.#measured.set(block, measure);
  }

  of(block: number, rows: number): number {
    const held = this.#measured.get(block);
    if (!held) return rows * this.rowHeight;
    // Since it was measured, more of it was loaded or written.
    return Math.max(0, held.height + (rows - held.rows) * this.rowHeight);
  }

  /** Of all those blocks together, as far as the span fills them. */
  sum({ first, last }: BlockRange, span: SeqSpan): number {
    let height = 0;
    for (let block = first; block <= last; block++) height += this.of(block, countIn(block, span));
    return height;
  }

  /** The average. */
  get rowHeight(): number {
    return this.#rows > 0 ? this.#height / this.#rows : ROW_GUESS;
  }

  /** Forgets all heights: for another width or text size. */
  forget(): void {
    this.#measured.clear();
    this.#rows = 0;
    this.#height = 0;
  }
}
