import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linkify } from '@/lib/shared/formatting/linkify';

const links = (text: string) =>
  linkify(text).flatMap(({ text: shown, href }) => (href ? [[shown, href]] : []));

test.each([
  ['See https://example.org/a.', 'https://example.org/a', 'https://example.org/a'],
  ['(https://example.org/a)', 'https://example.org/a', 'https://example.org/a'],
  ['https://example.org/a_(b)', 'https://example.org/a_(b)', 'https://example.org/a_(b)'],
  ['www.example.org, please', 'www.example.org', 'https://www.example.org/'],
  ['HTTP://EXAMPLE.ORG/Path', 'HTTP://EXAMPLE.ORG/Path', 'http://example.org/Path'],
  // Without a scheme.
  ['example.org/x', 'example.org/x', 'https://example.org/x'],
  ['Look at example.org.', 'example.org', 'https://example.org/'],
  ['(example.co.uk)', 'example.co.uk', 'https://example.co.uk/'],
  ['EXAMPLE.COM', 'EXAMPLE.COM', 'https://example.com/'],
  ['example.org:8080/a?b#c', 'example.org:8080/a?b#c', 'https://example.org:8080/a?b#c'],
  ['example.org?q=1', 'example.org?q=1', 'https://example.org/?q=1'],
  ['münchen.de, bitte', 'münchen.de', 'https://xn--mnchen-3ya.de/'],
  ['кремль.рф!', 'кремль.рф', 'https://xn--e1ajeds9e.xn--p1ai/'],
  ['www.notes.md', 'www.notes.md', 'https://www.notes.md/'],
  ['notes.md/a', 'notes.md/a', 'https://notes.md/a'],
  ['163.com', '163.com', 'https://163.com/'],
  ['my-site.example.org', 'my-site.example.org', 'https://my-site.example.org/'],
  ['**example.org**', 'example.org', 'https://example.org/'],
  ['“example.org”', 'example.org', 'https://example.org/'],
  ['‘https://example.org/a’', 'https://example.org/a', 'https://example.org/a'],
  ['«https://example.org/a»', 'https://example.org/a', 'https://example.org/a'],
  ['`https://example.org/a`', 'https://example.org/a', 'https://example.org/a'],
  ['[https://example.org/a]', 'https://example.org/a', 'https://example.org/a'],
  ['https://example.org/a…', 'https://example.org/a', 'https://example.org/a'],
  ['https://example.org/a👍', 'https://example.org/a', 'https://example.org/a'],
  ['https://example.org/a?!', 'https://example.org/a', 'https://example.org/a'],
  ['http://localhost:3000/a', 'http://localhost:3000/a', 'http://localhost:3000/a'],
  // Where scripts have no spaces, or punctuation of their own.
  ['请看https://example.com/abc，谢谢', 'https://example.com/abc', 'https://example.com/abc'],
  ['在https://example.com/abc。好', 'https://example.com/abc', 'https://example.com/abc'],
  ['看https://example.com/a（注）', 'https://example.com/a', 'https://example.com/a'],
  ['（https://example.com/a）', 'https://example.com/a', 'https://example.com/a'],
  ['「https://example.com/a」を見て', 'https://example.com/a', 'https://example.com/a'],
  ['【https://example.com】', 'https://example.com', 'https://example.com/'],
  ['https://example.com/a、b', 'https://example.com/a', 'https://example.com/a'],
  ['去example.com看看', 'example.com', 'https://example.com/'],
  ['https://example.com的首页', 'https://example.com', 'https://example.com/'],
  ['example.com에서 봐요', 'example.com', 'https://example.com/'],
  [
    'https://zh.wikipedia.org/wiki/中文',
    'https://zh.wikipedia.org/wiki/中文',
    'https://zh.wikipedia.org/wiki/%E4%B8%AD%E6%96%87',
  ],
  ['هل رأيت https://example.com/a؟', 'https://example.com/a', 'https://example.com/a'],
  ['https://example.com/a، شكرًا', 'https://example.com/a', 'https://example.com/a'],
  ['زر example.com؛ ثم', 'example.com', 'https://example.com/'],
  ['https://example.com/a।', 'https://example.com/a', 'https://example.com/a'],
  ['\u2066https://example.com/a\u2069', 'https://example.com/a', 'https://example.com/a'],
  // E-mail.
  ['Write to ada@example.org.', 'ada@example.org', 'mailto:ada@example.org'],
  [
    '<ada.l+chat@mail.example.co.uk>',
    'ada.l+chat@mail.example.co.uk',
    'mailto:ada.l+chat@mail.example.co.uk',
  ],
  ['mailto:ada@example.org', 'ada@example.org', 'mailto:ada@example.org'],
  ['请写ada@example.org，谢谢', 'ada@example.org', 'mailto:ada@example.org'],
  ['راسلني ada@example.org، شكرًا', 'ada@example.org', 'mailto:ada@example.org'],
  ['o’clock: ada@box.local!', 'ada@box.local', 'mailto:ada@box.local'],
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
  'e.g. this, i.e. that, z.B. so',
  'main.rs, notes.md, run.sh and script.py',
  'index.ts report.pdf photo.jpeg archive.zip',
  'Done.In the end',
  'version 3.14 costs 4.de or 10.am',
  'user.name = window.location',
  'a..example.org',
  'ada@localhost and @example',
  '@example.org',
  'x-javascript:example.org',
  'git@example',
  'ada@example.org@evil.example',
  'wait...what and so.on',
])('"%s" stays text', (text) => {
  expect(links(text)).toEqual([]);
});

test('joined together, the parts are the text unchanged', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(
      'https://example.org/x',
      'www.example.org',
      'example.org',
      'a@example.org',
      ')',
      '.',
      '@',
      '。',
      ' ',
      '\n',
    ),
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

test('a text as long as one can be, made to be slow, is read in a moment', () => {
  for (const piece of [
    'a.',
    'a@',
    'a-',
    'www.',
    'https://',
    'a.b@',
    "a'",
    'example.org/(',
    '@a.',
  ]) {
    const text = piece.repeat(4000 / piece.length);
    expect(
      linkify(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  }
}, 5_000);
