'use client';

import { type RefObject, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { withWholeAlbums } from '@/components/conversation/timeline/albums';
import { BlockHeights } from '@/components/conversation/timeline/scroll/scroll-heights';
import { measureBlocks } from '@/components/conversation/timeline/scroll/scroll-measure';
import {
  type BlockRange,
  blockOf,
  blocksAround,
  blocksOf,
  clampBlocks,
  countIn,
  fitBlocks,
  openingBlocks,
  seqsIn,
} from '@/components/conversation/timeline/scroll/scroll-window';
import { usePrint } from '@/components/conversation/timeline/scroll/use-print';
import type { ConversationRows } from '@/lib/client/selectors/conversation-rows';

/** While text is selected, nothing of it may go: up to this many blocks. */
const SELECTED_MAX_BLOCKS = 20;
/** As many are printed: 5,000 messages, the newest. */
const PRINTED_MAX_BLOCKS = 250;

interface UseScrollWindowInput {
  scroller: RefObject<HTMLElement | null>;
  /** The empty stretches between which the shown messages stand. */
  above: RefObject<HTMLElement | null>;
  below: RefObject<HTMLElement | null>;
  rows: ConversationRows;
  firstUnseenSeq: number | null;
  /** The message to open at; null for the usual place. */
  initialSeq: number | null;
}

/**
 * Which messages of a conversation stand on the page: those around the view. The others are two empty
 * stretches, above and below, as high as they would be.
 */
export function useScrollWindow(input: UseScrollWindowInput) {
  const { scroller, above, below, rows, firstUnseenSeq, initialSeq } = input;
  const [chosen, setChosen] = useState<BlockRange | null>(() =>
    initialSeq === null ? null : blocksAround(initialSeq),
  );
  const [heights] = useState(() => new BlockHeights());
  const [reflows, setReflows] = useState(0);

  const held = blocksOf(rows);
  const opening = openingBlocks(held, firstUnseenSeq);
  const shown = (chosen && clampBlocks(chosen, held)) ?? { ...opening, last: held.last };
  const { first, last } = shown;
  const isAtEnd = last >= held.last;

  const items = useMemo(() => {
    const { firstSeq, lastSeq } = withWholeAlbums(rows, seqsIn({ first, last }, rows));
    const stored = rows.between(firstSeq, lastSeq);
    return isAtEnd ? [...stored, ...rows.pending] : stored;
  }, [rows, first, last, isAtEnd]);
  const firstSeq = items[0]?.seq ?? null;
  const before = firstSeq === null ? null : rows.above(firstSeq);

  const { firstSeq: start, lastSeq: end } = rows;
  // Heights change only together with the blocks shown, or all at once.
  // biome-ignore lint/correctness/useExhaustiveDependencies: reflows says that the heights are others
  const spaceBefore = useMemo(
    () => heights.sum({ first: held.first, last: first - 1 }, { firstSeq: start, lastSeq: end }),
    [heights, held.first, first, start, reflows],
  );
  const hidden = { first: last + 1, last: held.last };
  const spaceAfter = isAtEnd
    ? 0
    : heights.sum(hidden, rows) + rows.pending.length * heights.rowHeight;

  const latest = useRef({ rows, shown, held });
  useLayoutEffect(() => {
    latest.current = { rows, shown, held };
  });

  const isPrinting = useRef(false);
  const beforePrint = useRef<BlockRange | null>(null);
  const showAll = useCallback((isAll: boolean) => {
    const { held: all, shown: blocks } = latest.current;
    if (isAll) beforePrint.current = blocks;
    const first = Math.max(all.first, all.last - PRINTED_MAX_BLOCKS + 1);
    setChosen(isAll ? { first, last: Number.POSITIVE_INFINITY } : beforePrint.current);
  }, []);
  usePrint(isPrinting, showAll);

  /** What should be shown where the reader is now; null if it is. */
  const findBetter = useCallback((): BlockRange | null => {
    const view = scroller.current;
    const now = latest.current;
    if (isPrinting.current) return null;
    if (!view || !above.current || !below.current || now.held.last < now.held.first) return null;
    const edge = view.getBoundingClientRect().top;
    const top = above.current.getBoundingClientRect().bottom - edge;
    const bottom = below.current.getBoundingClientRect().top - edge;
    const place = { top, bottom, viewHeight: view.clientHeight };
    const { shown: blocks, held: all } = now;
    const heightOf = (block: number) => heights.of(block, countIn(block, now.rows));
    const question = { held: all, shown: blocks, ...place, heightOf };
    if (!fitBlocks(question)) return null;
    measureBlocks(above.current, heights);
    const next = fitBlocks(question);
    return next && hasSelectionIn(view) ? joinSelected(next, blocks, all) : next;
  }, [scroller, above, below, heights]);

  const refit = useCallback(() => {
    const next = findBetter();
    if (!next) return;
    if (scroller.current) keepFocus(scroller.current, next);
    setChosen(next);
  }, [findBetter, scroller]);

  /** Everything has other heights now, as the width or the size of the text is another. */
  const reflow = useCallback(() => {
    heights.forget();
    if (above.current) measureBlocks(above.current, heights);
    setReflows((count) => count + 1);
  }, [heights, above]);

  const showEnd = useCallback(() => {
    setChosen(openingBlocks(latest.current.held, null));
  }, []);

  const showAround = useCallback((seq: number) => setChosen(blocksAround(seq)), []);

  const shownEnd = seqsIn({ first, last }, rows).lastSeq;
  return {
    items,
    before,
    spaceBefore,
    spaceAfter,
    shownEnd,
    refit,
    reflow,
    showEnd,
    showAround,
  };
}

/** Extended to what is selected, up to a limit; null if nothing is to be added. */
function joinSelected(next: BlockRange, shown: BlockRange, held: BlockRange): BlockRange | null {
  const isAllShown = next.first >= shown.first && Math.min(next.last, held.last) <= shown.last;
  const first = Math.min(next.first, shown.first);
  const last = Math.max(next.last, shown.last);
  if (Math.min(last, held.last) - first >= SELECTED_MAX_BLOCKS) return next;
  return isAllShown ? null : { first, last };
}

function hasSelectionIn(view: HTMLElement): boolean {
  const selection = document.getSelection();
  return selection !== null && !selection.isCollapsed && view.contains(selection.anchorNode);
}

/**
 * The focused element may be removed with its message: then the conversation gets the focus, and
 * keys still scroll.
 */
function keepFocus(view: HTMLElement, next: BlockRange): void {
  const row = document.activeElement?.closest<HTMLElement>('[data-seq]');
  if (!row || !view.contains(row)) return;
  const block = blockOf(Number(row.dataset.seq));
  if (block < next.first || block > next.last) view.focus({ preventScroll: true });
}
