import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeKnownDevice, readKnownDevice } from '@/lib/server/crypto/known-device';
import { makeLinkToken, makeRecoveryCode } from '@/lib/server/crypto/link-token';
import { closePasswords, hashPassword, verifyPassword } from '@/lib/server/crypto/password';

const dir = mkdtempSync(path.join(os.tmpdir(), 'parley-secrets-'));
beforeAll(() => {
  process.env.DATA_DIR = dir;
});
afterAll(async () => {
  await closePasswords();
  rmSync(dir, { recursive: true });
});

/** How many random bits a text of that many signs of an alphabet of that size can hold. */
const bits = (signs: number, alphabet: number) => signs * Math.log2(alphabet);

test('secrets that are handed out are never the same twice, and too long to be found by trying', () => {
  const [links, codes] = [makeLinkToken, makeRecoveryCode].map(
    (make) => new Set(Array.from({ length: 1_000 }, () => make())),
  );
  expect([links?.size, codes?.size]).toEqual([1_000, 1_000]);
  for (const link of links ?? []) expect(bits(link.length, 64)).toBeGreaterThanOrEqual(256);
  const signs = new Set([...(codes ?? [])].join('').replaceAll('-', ''));
  const [code = ''] = codes ?? [];
  expect(bits(code.replaceAll('-', '').length, signs.size)).toBeGreaterThanOrEqual(112);
});

test('what a device is known by counts for one account, and cannot be made elsewhere', () => {
  const device = makeKnownDevice('ada@example.org');
  expect(readKnownDevice(device, 'ada@example.org')).not.toBeNull();
  expect(readKnownDevice(device, 'bob@example.org')).toBeNull();
  expect(readKnownDevice(`${device}x`, 'ada@example.org')).toBeNull();
  expect(makeKnownDevice('ada@example.org')).not.toBe(device);
});

test('a password is kept by bcrypt at a cost of ten or more, with a salt, each time another', async () => {
  const [first, second] = [
    await hashPassword('a quiet harbour 7'),
    await hashPassword('a quiet harbour 7'),
  ];
  for (const hash of [first, second]) {
    const cost = /^hmac-sha384:\$2[aby]\$(\d\d)\$.{53}$/.exec(hash ?? '')?.[1];
    expect(Number(cost)).toBeGreaterThanOrEqual(10);
  }
  expect(first).not.toBe(second);
  expect(await verifyPassword('a quiet harbour 7', first)).toBe(true);
  expect(await verifyPassword('A quiet harbour 7', first)).toBe(false);
});
