/** Messages come and go in blocks of this many, by their numbers: the same ones wherever loading began. */
export const BLOCK_SIZE = 20;
/** A conversation opens with at least this many blocks, which fill any screen. */
const OPENING_BLOCKS = 3;
/** How far around the view messages are there, in pixels or in views, whichever is more. */
const KEEP_PIXELS = 1500;
const KEEP_VIEWS = 1.5;

/** Blocks from `first` to `last`, both included. */
export interface BlockRange {
  first: number;
  last: number;
}

/** Messages by their numbers, `firstSeq` to `lastSeq`. */
export interface SeqSpan {
  firstSeq: number;
  lastSeq: number;
}

export const blockOf = (seq: number): number => Math.floor((seq - 1) / BLOCK_SIZE);

export function blocksOf({ firstSeq, lastSeq }: SeqSpan): BlockRange {
  return { first: blockOf(firstSeq), last: blockOf(lastSeq) };
}

/** The part of the span that lies in those blocks. */
export function seqsIn(blocks: BlockRange, span: SeqSpan): SeqSpan {
  return {
    firstSeq: Math.max(span.firstSeq, blocks.first * BLOCK_SIZE + 1),
    lastSeq: Math.min(span.lastSeq, (blocks.last + 1) * BLOCK_SIZE),
  };
}

/** How many messages of the span lie in that block. */
export function countIn(block: number, span: SeqSpan): number {
  const { firstSeq, lastSeq } = seqsIn({ first: block, last: block }, span);
  return Math.max(0, lastSeq - firstSeq + 1);
}

/** What a conversation opens with: its end, and what is unseen. */
export function openingBlocks(held: BlockRange, firstUnseenSeq: number | null): BlockRange {
  const unseen = firstUnseenSeq === null ? held.last : blockOf(firstUnseenSeq) - 1;
  const first = Math.min(unseen, held.last - OPENING_BLOCKS + 1);
  return { first: Math.max(held.first, first), last: Number.POSITIVE_INFINITY };
}

/** What to show first where a certain message is to be seen. */
export function blocksAround(seq: number): BlockRange {
  const block = blockOf(seq);
  return { first: block - 1, last: block + OPENING_BLOCKS };
}

/** What is left of a choice once other messages are held; null when nothing is. */
export function clampBlocks(chosen: BlockRange, held: BlockRange): BlockRange | null {
  if (chosen.last < held.first || chosen.first > held.last) return null;
  return {
    first: Math.max(chosen.first, held.first),
    last: Math.min(chosen.last, held.last),
  };
}

interface FitInput {
  held: BlockRange;
  shown: BlockRange;
  /** Where the shown messages begin and end, from the view's upper edge. */
  top: number;
  bottom: number;
  viewHeight: number;
  heightOf: (block: number) => number;
}

/**
 * The blocks to show from now on, or null while the shown ones will do. There are spare blocks on
 * both sides, so that a little scrolling changes nothing. `last` is infinite at the end, where what
 * comes is to be shown.
 */
export function fitBlocks(input: FitInput): BlockRange | null {
  const { held, shown, top, bottom, viewHeight, heightOf } = input;
  const keep = Math.max(KEEP_PIXELS, viewHeight * KEEP_VIEWS);
  const lacksAbove = shown.first > held.first && top > -keep / 2;
  const lacksBelow = shown.last < held.last && bottom < viewHeight + keep / 2;
  const isTooMuch = bottom - top > viewHeight + keep * 3;
  if (!lacksAbove && !lacksBelow && !isTooMuch) return null;

  let first = shown.first;
  let edge = top;
  while (first > held.first && edge > -keep) {
    first--;
    edge -= heightOf(first);
  }
  while (first < held.last && edge + heightOf(first) < -keep) {
    edge += heightOf(first);
    first++;
  }
  let last = first;
  edge += heightOf(first);
  while (last < held.last && edge < viewHeight + keep) {
    last++;
    edge += heightOf(last);
  }
  if (first === shown.first && last === shown.last) return null;
  return { first, last: last === held.last ? Number.POSITIVE_INFINITY : last };
}
