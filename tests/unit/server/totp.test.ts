import { expect, test } from 'vitest';
import { findTotpStep, makeTotpKey, totpUri } from '@/lib/server/crypto/totp';

// RFC 6238, appendix B: the key "12345678901234567890", of which the last six digits.
const KEY = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const CODES: [seconds: number, code: string][] = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_234_567_890, '005924'],
  [20_000_000_000, '353130'],
];

test.each(CODES)(
  'the code of the RFC at %i s is good then, a step before and after, and no further',
  (seconds, code) => {
    const step = Math.floor(seconds / 30);
    for (const off of [-1, 0, 1]) {
      expect(findTotpStep(KEY, code, (seconds + off * 30) * 1_000)).toBe(step);
    }
    for (const off of [-2, 2])
      expect(findTotpStep(KEY, code, (seconds + off * 30) * 1_000)).toBeNull();
  },
);

test('a code may be typed in two groups, and nothing else is one', () => {
  expect(findTotpStep(KEY, '287 082', 59_000)).toBe(1);
  for (const text of ['', '28708', '2870820', '94287082', 'abcdef', '²87082', '-87082']) {
    expect([text, findTotpStep(KEY, text, 59_000)]).toEqual([text, null]);
  }
});

test('keys have 160 random bits, and the address of one names product and account', () => {
  expect(makeTotpKey()).toMatch(/^[A-Z2-7]{32}$/);
  expect(makeTotpKey()).not.toBe(makeTotpKey());
  const uri = new URL(totpUri(KEY, 'ada@example.org'));
  expect(uri.protocol + uri.host).toBe('otpauth:totp');
  expect(Object.fromEntries(uri.searchParams)).toMatchObject({ issuer: 'Parley', secret: KEY });
  expect(decodeURIComponent(uri.pathname)).toContain('ada@example.org');
});
