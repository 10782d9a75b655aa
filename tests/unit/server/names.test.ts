import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameWords, startsWith } from '@/lib/server/services/people/names';

test('every word counts, and what follows a hyphen or an apostrophe in one', () => {
  expect(nameWords("Anne-Marie O'Neill")).toEqual(['anne-marie', 'marie', "o'neill", 'neill']);
});

test.each([
  ['田中太郎', '太郎'],
  ['山田 ガガ', 'ガ'],
  ['สมชาย ใจดี', 'ชาย'],
  ['김철수', '철수'],
])('in a script without spaces %s is found by %s', (name, part) => {
  expect(nameWords(name).some((word) => word.startsWith(part))).toBe(true);
});

test('"starts with" takes every character for itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, rest) => {
      expect(startsWith(text).test(text + rest)).toBe(true);
      expect(startsWith(`${text}x`).test(text)).toBe(false);
    }),
  );
});
