import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linkify } from '@/components/conversation/message/linkify';

const links = (text: string) =>
  linkify(text).flatMap(({ text: shown, href }) => (href ? [[shown, href]] : []));

test.each([
  ['See https://example.org/a.', 'https://example.org/a', 'https://example.org/a'],
  ['(https://example.org/a)', 'https://example.org/a', 'https://example.org/a'],
  ['https://example.org/a_(b)', 'https://example.org/a_(b)', 'https://example.org/a_(b)'],
  ['www.example.org, please', 'www.example.org', 'https://www.example.org/'],
  ['HTTP://EXAMPLE.ORG/Path', 'HTTP://EXAMPLE.ORG/Path', 'http://example.org/Path'],
])('"%s" links what belongs to the address', (text, shown, href) => {
  expect(links(text)).toEqual([[shown, href]]);
});

test.each([
  'javascript:alert(1)',
  'data:text/html,hello',
  'ftp://example.org/file',
  'https://bank.example@evil.example/',
  'https://',
  'www.alone',
])('"%s" stays text', (text) => {
  expect(links(text)).toEqual([]);
});

test('joined together, the parts are the text unchanged', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('https://example.org/x', 'www.example.org', ')', '.', ' ', '\n'),
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('');
      const parts = linkify(text);
      expect(parts.map((part) => part.text).join('')).toBe(text);
      expect(new Set(parts.map((part) => part.start)).size).toBe(parts.length);
    }),
  );
});
