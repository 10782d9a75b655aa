import { expect, test } from 'vitest';
import { findShortcode } from '@/components/emoji/catalogue/find-shortcode';

test.each([
  [':smi', 'smi'],
  ['hello :wav', 'wav'],
  ['(:heart', 'heart'],
  ['😀:tada', 'tada'],
  ['two\n:lines', 'lines'],
  [':+1', '+1'],
  [':قلب', 'قلب'],
  [':fröh', 'fröh'],
])('%j is the beginning of the name %j', (text, query) => {
  expect(findShortcode(text, text.length)).toEqual({
    start: text.length - query.length - 1,
    end: text.length,
    query,
  });
});

test.each([
  ':',
  ':)',
  ':-)',
  ';:(',
  'at 12:30',
  'http://localhost:3000',
  'http:',
  'https://example.org/a:b',
  'Note:this',
  '::double',
  ':smile: ',
  ':two words',
])('%j is none', (text) => {
  expect(findShortcode(text, text.length)).toBeNull();
});

test('only what stands before the caret counts', () => {
  expect(findShortcode(':smile and more', 4)).toEqual({ start: 0, end: 4, query: 'smi' });
  expect(findShortcode(':smile and more', 0)).toBeNull();
});

test('in a long text only its end is looked at', () => {
  const text = `${'x'.repeat(4000)} :ok`;
  expect(findShortcode(text, text.length)?.query).toBe('ok');
  expect(findShortcode(`:${'x'.repeat(4000)}`, 4001)).toBeNull();
});
