import { expect, test } from 'vitest';
import { TokenBucket } from '@/lib/server/rate-limit/token-bucket';

test('a bucket gives what it holds, refuses the rest, and fills up again to its brim', () => {
  let now = 1_000;
  const bucket = new TokenBucket({ capacity: 10, perSecond: 2 }, () => now);
  expect(bucket.take(10)).toBe(true);
  expect(bucket.take(1)).toBe(false);
  now += 500;
  expect(bucket.take(1)).toBe(true);
  expect(bucket.take(1)).toBe(false);
  now -= 10_000;
  expect(bucket.take(1)).toBe(false);
  now += 60_000;
  expect(bucket.isFull).toBe(true);
  expect(bucket.take(11)).toBe(false);
  expect(bucket.take(10)).toBe(true);
});
