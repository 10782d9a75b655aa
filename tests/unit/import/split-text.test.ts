import { expect, test } from 'vitest';
import { splitText } from '@/lib/client/import/split-text';

test('a text that fits stays whole, counted as people count', () => {
  expect(splitText('🙂🙂🙂', 3)).toEqual(['🙂🙂🙂']);
});

test('the end of a line is the best place, else the end of a word', () => {
  expect(splitText('one\ntwo three four', 10)).toEqual(['one\n', 'two three ', 'four']);
});

test('a word that is too long is cut, but no emoji and no letter from its mark', () => {
  expect(splitText('abcdefgh', 3)).toEqual(['abc', 'def', 'gh']);
  expect(splitText('ab👩\u200d👧cd', 4)).toEqual(['ab', '👩\u200d👧c', 'd']);
  expect(splitText('abe\u0301', 3)).toEqual(['ab', 'e\u0301']);
});

test.each([
  'x'.repeat(50),
  'a b\n'.repeat(20),
  '\n'.repeat(30),
  '👩\u200d👧'.repeat(10),
  ' é'.repeat(9),
])('nothing of %j is lost', (text) => {
  const pieces = splitText(text, 7);
  expect(pieces.join('')).toBe(text);
  expect(Math.max(...pieces.map((piece) => [...piece].length))).toBeLessThanOrEqual(7);
});
