import { expect, test } from 'vitest';
import { canonicalEmail } from '@/lib/shared/email';

test.each([
  [' Ada@Example.ORG ', 'ada@example.org'],
  ['anna@bücher.example', 'anna@xn--bcher-kva.example'],
  ['anna@XN--BCHER-KVA.example', 'anna@xn--bcher-kva.example'],
  ['root@localhost', 'root@localhost'],
  ['nas@home', 'nas@home'],
  ['jörg@example.org', 'jörg@example.org'],
  ['ｊｏ@例え.テスト', 'ｊｏ@xn--r8jz45g.xn--zckzah'],
  ["o'neill+chat@mail.example.co.uk", "o'neill+chat@mail.example.co.uk"],
])('%s is kept as %s', (typed, kept) => {
  expect(canonicalEmail(typed)).toBe(kept);
  expect(canonicalEmail(kept)).toBe(kept);
});

test.each([
  'nobody',
  '@example.org',
  'ada@',
  'ada@@example.org',
  'a b@example.org',
  'ada@exam ple.org',
  'ada@example..org',
  'ada@.example.org',
  '.ada@example.org',
  'a..da@example.org',
  'ada@-example.org',
  'ada@example.org/x',
  'ada@example.org:25',
  'ada@127.0.0.1',
  'ada@2130706433',
  'ada@[127.0.0.1]',
  'ada\u202e@example.org',
  `${'x'.repeat(65)}@example.org`,
])('%s is no address', (text) => {
  expect(canonicalEmail(text)).toBeNull();
});
