import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldName, nameWords, startsWith } from '@/lib/server/services/names';

test('a name is folded: no accents, no case, single spaces', () => {
  expect(foldName('  José   MARÍA ')).toBe('jose maria');
});

test('every word counts, and what follows a hyphen or an apostrophe in one', () => {
  expect(nameWords("Anne-Marie O'Neill")).toEqual(['anne-marie', 'marie', "o'neill", 'neill']);
});

test('"starts with" takes every character for itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, rest) => {
      expect(startsWith(text).test(text + rest)).toBe(true);
      expect(startsWith(`${text}x`).test(text)).toBe(false);
    }),
  );
});
