import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Emoji } from '@/components/emoji/catalogue/emoji';
import { layOut, type Step, stepFrom } from '@/components/emoji/lay-out';

const emoji = (count: number): Emoji[] =>
  Array.from({ length: count }, (_, index) => ({
    symbol: `${index}`,
    name: `${index}`,
    terms: [],
    category: 'smileys',
    takesTone: false,
  }));
const sections = layOut(
  [
    { id: 'smileys', emoji: emoji(5) },
    { id: 'people', emoji: emoji(3) },
  ],
  4,
);
const rows = sections.flatMap((section) => section.rows);

test('sections begin rows of their own, numbered through', () => {
  expect(rows.map(({ index, emoji: cells }) => [index, cells.length])).toEqual([
    [0, 4],
    [1, 1],
    [2, 3],
  ]);
  expect(sections.map(({ headingsAbove }) => headingsAbove)).toEqual([0, 1]);
});

test.each<[string, { row: number; column: number }, Step, object | null]>([
  ['sideways over the end of a row', { row: 0, column: 3 }, 'next', { row: 1, column: 0 }],
  ['sideways over the end of a section', { row: 1, column: 0 }, 'next', { row: 2, column: 0 }],
  ['back over the beginning', { row: 1, column: 0 }, 'previous', { row: 0, column: 3 }],
  ['down into a shorter row', { row: 0, column: 3 }, 'down', { row: 1, column: 0 }],
  ['up out of the grid', { row: 0, column: 2 }, 'up', null],
  ['no further than the last', { row: 2, column: 2 }, 'next', { row: 2, column: 2 }],
  ['to the end of the row', { row: 0, column: 1 }, 'rowEnd', { row: 0, column: 3 }],
  ['to the very end', { row: 0, column: 0 }, 'last', { row: 2, column: 2 }],
])('a step goes %s', (_, from, step, to) => {
  expect(stepFrom(rows, from, step)).toEqual(to);
});

test('no walk of steps ever leaves the cells there are', () => {
  const steps: Step[] = ['next', 'previous', 'down', 'up', 'rowStart', 'rowEnd', 'first', 'last'];
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.constantFrom(...steps), { maxLength: 60 }),
      (counts, columns, walk) => {
        const laidOut = layOut(
          counts.map((count) => ({ id: 'smileys', emoji: emoji(count) })),
          columns,
        ).flatMap((section) => section.rows);
        let place = { row: 0, column: 0 };
        for (const step of walk) {
          place = stepFrom(laidOut, place, step) ?? place;
          expect(laidOut[place.row]?.emoji[place.column]).toBeDefined();
        }
      },
    ),
  );
});
