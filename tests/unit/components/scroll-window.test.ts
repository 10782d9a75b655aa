import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BlockHeights } from '@/components/conversation/timeline/scroll/scroll-heights';
import {
  type BlockRange,
  blocksOf,
  clampBlocks,
  countIn,
  fitBlocks,
  openingBlocks,
  seqsIn,
} from '@/components/conversation/timeline/scroll/scroll-window';

const END = Number.POSITIVE_INFINITY;

test('a conversation opens with its end, and with what is unseen if that is held', () => {
  const held = blocksOf({ firstSeq: 951, lastSeq: 1_000 });
  expect(openingBlocks(held, null)).toEqual({ first: 47, last: END });
  const many = blocksOf({ firstSeq: 1, lastSeq: 1_000 });
  expect(openingBlocks(many, null)).toEqual({ first: 47, last: END });
  expect(openingBlocks(many, 801)).toEqual({ first: 39, last: END });
  expect(openingBlocks({ first: 0, last: -1 }, null)).toEqual({ first: 0, last: END });
});

test('the shown blocks, and what lies on both sides, are every message once', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 0, max: 500 }),
      fc.nat(30),
      fc.nat(30),
      (firstSeq, count, a, b) => {
        const span = { firstSeq, lastSeq: firstSeq + count };
        const chosen = { first: Math.min(a, b), last: Math.max(a, b) };
        const held = blocksOf(span);
        const shown = clampBlocks(chosen, held);
        if (!shown) return;
        const inside = seqsIn(shown, span);
        let before = 0;
        for (let block = held.first; block < shown.first; block++) before += countIn(block, span);
        let after = 0;
        for (let block = shown.last + 1; block <= held.last; block++) after += countIn(block, span);
        expect(before + (inside.lastSeq - inside.firstSeq + 1) + after).toBe(count + 1);
      },
    ),
  );
});

/** What a page does: blocks of these heights, of which some are shown, and a view somewhere. */
function settle(options: { heights: number[]; shown: BlockRange; offset: number; view: number }) {
  const { heights, offset, view } = options;
  const held = { first: 0, last: heights.length - 1 };
  const heightOf = (block: number) => heights[block] ?? 0;
  const topOf = (block: number) => heights.slice(0, block).reduce((a, b) => a + b, 0) - offset;
  let shown = options.shown;
  for (let turns = 0; ; turns++) {
    const place = { top: topOf(shown.first), bottom: topOf(shown.last + 1) };
    const next = fitBlocks({ held, shown, ...place, viewHeight: view, heightOf });
    if (!next) return { shown, ...place };
    expect(turns).toBeLessThan(3);
    shown = { first: next.first, last: Math.min(next.last, held.last) };
  }
}

test('wherever the view is, the messages around it are shown, and not many more', () => {
  const height = fc.integer({ min: 300, max: 2_000 });
  fc.assert(
    fc.property(
      fc.array(height, { minLength: 1, maxLength: 200 }),
      fc.nat(),
      fc.nat(),
      fc.nat(),
      fc.integer({ min: 300, max: 1_500 }),
      (heights, a, b, c, view) => {
        const total = heights.reduce((sum, each) => sum + each, 0);
        const [x, y] = [a % heights.length, b % heights.length];
        const offset = c % Math.max(1, total - view);
        const start = { first: Math.min(x, y), last: Math.max(x, y) };
        const { shown, top, bottom } = settle({ heights, shown: start, offset, view });
        expect(shown.first === 0 || top <= 0).toBe(true);
        expect(shown.last === heights.length - 1 || bottom >= view).toBe(true);
        expect(bottom - top).toBeLessThanOrEqual(view + 3 * Math.max(1_500, view * 1.5) + 4_000);
      },
    ),
  );
});

test('a block that was never on the screen is taken to be as high as the others', () => {
  const heights = new BlockHeights();
  heights.note(3, { rows: 20, height: 1_000 });
  heights.note(4, { rows: 20, height: 2_000 });
  expect(heights.of(3, 20)).toBe(1_000);
  expect(heights.of(3, 22)).toBe(1_150);
  expect(heights.of(9, 20)).toBe(1_500);
  heights.note(4, { rows: 20, height: 1_000 });
  expect(heights.of(9, 20)).toBe(1_000);
  heights.forget();
  expect(heights.of(3, 1)).toBe(heights.of(9, 1));
});
