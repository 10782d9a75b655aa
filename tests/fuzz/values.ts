import type { Random } from '../support/random';

/** Texts that something between the socket and the database may take for more than text. */
const TEXTS = [
  '',
  ' ',
  '0',
  '-1',
  '1e999',
  'NaN',
  'null',
  'undefined',
  'true',
  '[]',
  '{}',
  '__proto__',
  'constructor',
  'toString',
  '$where',
  '$gt',
  '.',
  '..',
  '../../etc/passwd',
  '%00',
  '%2e%2e%2f',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '\u202e\u2066\u200f',
  '\u200b',
  '\r\nSet-Cookie: a=b',
  '<script>alert(1)</script>',
  "'; return true; var a='",
  '(a+)+$',
  '"from:" "',
  'from:me before:9999-99-99 has:image',
  '😀'.repeat(50),
  'e\u0301'.repeat(300),
  'x'.repeat(4_001),
  'x'.repeat(20_000),
  '2026-02-30T00:00:00Z',
  '+275760-09-13T00:00:00.001Z',
  '0001-01-01T00:00:00.000Z',
  'data:image/png;base64,',
  'data:image/png;base64,AAAA',
  'data:text/html,<b>',
  'data:,',
  'http://127.0.0.1:1/',
  'javascript:alert(1)',
  '000000000000000000000000',
  'ffffffffffffffffffffffff',
  'FFFFFFFFFFFFFFFFFFFFFFFF',
  'zzzzzzzzzzzzzzzzzzzzzzzz',
  '00000000-0000-0000-0000-000000000000',
];
const NUMBERS = [0, -0, -1, 1, 0.5, 2 ** 31, 2 ** 53, -(2 ** 53), 1e300, -1e300, 5e-324];

function deep(depth: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** A text to be taken for more, or a wild one. */
export function hostileText(random: Random): string {
  if (random.chance(0.7)) return random.pick(TEXTS);
  const length = random.index(random.chance(0.1) ? 2_000 : 30);
  return Array.from({ length }, () => String.fromCharCode(random.index(0x10000))).join('');
}

/** Any value JSON can carry. */
export function hostileValue(random: Random): unknown {
  switch (random.index(10)) {
    case 0:
      return random.pick(NUMBERS);
    case 1:
      return random.pick([null, true, false]);
    case 2:
      return Array.from({ length: random.index(5) }, () => hostileText(random));
    case 3:
      return { $gt: '' };
    case 4:
      return { $ne: null, [hostileText(random)]: hostileText(random) };
    case 5:
      return deep(random.index(60));
    case 6:
      // As a program would send it: a literal would set the prototype instead.
      return JSON.parse('{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"a":1}}}');
    case 7:
      return Array.from({ length: 500 }, (_, index) => index);
    default:
      return hostileText(random);
  }
}
