import { createECDH } from 'node:crypto';
import { expect, test } from 'vitest';
import { encryptPush, isPushKey, PUSH_TEXT_MAX_BYTES } from '@/lib/server/push/encrypt-push';

const bytes = (text: string) => Buffer.from(text, 'base64url');

/** The example of RFC 8291, section 5. */
const EXAMPLE = {
  text: 'When I grow up, I want to be a watermelon',
  senderKey: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
  keys: {
    p256dh:
      'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  },
  salt: 'DGv6ra1nlYgDCS1FRnbzlw',
  body: 'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
};

test('what is encrypted is what RFC 8291 has in its example', () => {
  const sender = createECDH('prime256v1');
  sender.setPrivateKey(bytes(EXAMPLE.senderKey));
  const body = encryptPush(Buffer.from(EXAMPLE.text), EXAMPLE.keys, {
    once: { salt: bytes(EXAMPLE.salt), sender },
    stepBytes: 1,
  });
  expect(body.toString('base64url')).toBe(EXAMPLE.body);
});

test('texts of nearly the same length are as long when they are encrypted', () => {
  const lengths = [0, 1, 100, 255, 256, 300].map(
    (length) => encryptPush(Buffer.alloc(length), EXAMPLE.keys).length,
  );
  expect(new Set(lengths.slice(0, 4)).size).toBe(1);
  expect(new Set(lengths.slice(4)).size).toBe(1);
});

test('the longest text is within what every browser takes, and one more byte is refused', () => {
  const longest = encryptPush(Buffer.alloc(PUSH_TEXT_MAX_BYTES), EXAMPLE.keys);
  expect(longest.length).toBeLessThan(3_000);
  expect(() => encryptPush(Buffer.alloc(PUSH_TEXT_MAX_BYTES + 1), EXAMPLE.keys)).toThrow(
    RangeError,
  );
});

test.each([
  ['a point of the curve', EXAMPLE.keys.p256dh, true],
  ['a point beside it', `B${'A'.repeat(85)}E`, false],
  ['nothing', '', false],
])('%s can be encrypted for, or not', (_what, key, isKey) => {
  expect(isPushKey(key)).toBe(isKey);
});
