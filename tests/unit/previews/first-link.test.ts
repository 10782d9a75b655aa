import { expect, test } from 'vitest';
import { firstLink, hostOf } from '@/lib/shared/formatting/first-link';

test.each([
  ['see https://example.org/a and https://example.net', 'https://example.org/a'],
  ['example.org', 'https://example.org/'],
  ['write to ada@example.org, or look at www.example.net.', 'https://www.example.net/'],
  ['*bold example.org/a*', 'https://example.org/a'],
  ['> https://example.org/quoted', 'https://example.org/quoted'],
  ['- one\n- http://example.org:8080/two', 'http://example.org:8080/two'],
  ['HTTPS://EXAMPLE.ORG/Path#part', 'https://example.org/Path#part'],
])('of "%s" the first link is %s', (text, link) => {
  expect(firstLink(text)).toBe(link);
});

test.each([
  'no link at all',
  'a dot. And another.',
  '`https://example.org/in-code`',
  '```\nhttps://example.org/in-a-block\n```',
  'ada@example.org',
  'javascript://example.org/%0aalert(1)',
  'file:///etc/passwd',
  'https://name:secret@example.org/',
  `https://example.org/${'a'.repeat(2_100)}`,
])('"%s" leads to no page', (text) => {
  expect(firstLink(text)).toBeNull();
});

test('a host is called as people read it', () => {
  expect(hostOf('https://www.example.org/a')).toBe('example.org');
  expect(hostOf('http://example.org:8080/')).toBe('example.org:8080');
});
