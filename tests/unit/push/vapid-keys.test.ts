import { expect, test } from 'vitest';
import { deriveVapidKeys, isVapidPair } from '@/lib/server/crypto/vapid-keys';

test('one secret gives one pair, another gives another', () => {
  const keys = deriveVapidKeys('a secret of a server, long enough');
  expect(deriveVapidKeys('a secret of a server, long enough')).toEqual(keys);
  expect(deriveVapidKeys('another secret of a server')).not.toEqual(keys);
  expect(Buffer.from(keys.publicKey, 'base64url')).toHaveLength(65);
  expect(Buffer.from(keys.privateKey, 'base64url')).toHaveLength(32);
});

test('two keys that belong together are told from two that do not', () => {
  const [one, two] = ['one', 'two'].map(deriveVapidKeys);
  if (!one || !two) throw new Error('no keys');
  expect(isVapidPair(one)).toBe(true);
  expect(isVapidPair({ ...one, publicKey: `${one.publicKey}=` })).toBe(true);
  expect(isVapidPair({ ...one, privateKey: two.privateKey })).toBe(false);
  expect(isVapidPair({ ...one, privateKey: 'AA' })).toBe(false);
  expect(isVapidPair({ ...one, privateKey: '' })).toBe(false);
});
