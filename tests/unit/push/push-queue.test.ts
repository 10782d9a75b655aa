import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type PushOutcome, parseRetryAfter } from '@/lib/server/push/post-push';
import { PushQueue, type TryPush } from '@/lib/server/push/push-queue';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const TAKEN: PushOutcome = { is: 'taken' };
const later = (afterMs: number | null = null): PushOutcome => ({
  is: 'later',
  afterMs,
  reason: 'test',
});

function makeQueue({ maxRunning = 2, maxCount = 100 } = {}) {
  const ended: [string, string][] = [];
  const queue = new PushQueue({
    maxRunning,
    maxCount,
    onEnd: (key, outcome) =>
      ended.push([key, typeof outcome === 'string' ? outcome : (outcome?.is ?? 'needless')]),
    onError: () => {},
  });
  return { queue, ended };
}

/** A try that ends when it is told to. */
function held() {
  const ends: ((outcome: PushOutcome | null) => void)[] = [];
  const tryPush = vi.fn<TryPush>(() => new Promise((resolve) => ends.push(resolve)));
  return { tryPush, end: (outcome: PushOutcome | null = TAKEN) => ends.shift()?.(outcome) };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

test('so many go at a time, the others after them in their order', async () => {
  const { queue, ended } = makeQueue();
  const pushes = ['a', 'b', 'c', 'd'].map((key) => ({ key, ...held() }));
  for (const { key, tryPush } of pushes) queue.add(key, tryPush);
  await settle();
  expect(pushes.map(({ tryPush }) => tryPush.mock.calls.length)).toEqual([1, 1, 0, 0]);
  pushes[1]?.end();
  await settle();
  expect(pushes.map(({ tryPush }) => tryPush.mock.calls.length)).toEqual([1, 1, 1, 0]);
  for (const { end } of pushes) {
    end();
    await settle();
  }
  expect(ended.map(([key]) => key)).toEqual(['b', 'a', 'c', 'd']);
  expect(queue.size).toBe(0);
});

test('of one key one goes at a time, and of those that wait the latest alone', async () => {
  const { queue } = makeQueue();
  const [first, second, third] = [held(), held(), held()];
  queue.add('a', first.tryPush);
  await settle();
  queue.add('a', second.tryPush);
  queue.add('a', third.tryPush);
  await settle();
  expect(queue.size).toBe(2);
  first.end();
  await settle();
  expect(second.tryPush).not.toHaveBeenCalled();
  expect(third.tryPush).toHaveBeenCalledTimes(1);
});

test('what is put off is tried again no sooner than was asked for, by the latest of its key', async () => {
  const { queue, ended } = makeQueue();
  const [first, second] = [held(), held()];
  queue.add('a', first.tryPush);
  await settle();
  first.end(later(60_000));
  await settle();
  queue.add('a', second.tryPush);
  await vi.advanceTimersByTimeAsync(59_999);
  expect(second.tryPush).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(second.tryPush).toHaveBeenCalledTimes(1);
  expect(first.tryPush).toHaveBeenCalledTimes(1);
  second.end();
  await settle();
  expect(ended).toEqual([['a', 'taken']]);
});

test('a newer one that came while an older was put off waits as long', async () => {
  const { queue } = makeQueue();
  const [first, second] = [held(), held()];
  queue.add('a', first.tryPush);
  await settle();
  queue.add('a', second.tryPush);
  first.end(later(60_000));
  await vi.advanceTimersByTimeAsync(59_999);
  expect(second.tryPush).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(second.tryPush).toHaveBeenCalledTimes(1);
});

test('a service that is away is asked six times within some fifteen minutes, then no more', async () => {
  const { queue, ended } = makeQueue();
  const tryPush = vi.fn<TryPush>(async () => later());
  queue.add('a', tryPush);
  await vi.advanceTimersByTimeAsync(20 * 60_000);
  expect(tryPush).toHaveBeenCalledTimes(6);
  expect(ended).toEqual([['a', 'given-up']]);
  expect(queue.size).toBe(0);
});

test('a try that fails in itself is tried again', async () => {
  const { queue, ended } = makeQueue();
  const tryPush = vi
    .fn<TryPush>()
    .mockRejectedValueOnce(new Error('the database is away'))
    .mockResolvedValue(null);
  queue.add('a', tryPush);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(ended).toEqual([['a', 'needless']]);
});

test('it holds so many and no more, except for news of what it holds', async () => {
  const { queue } = makeQueue({ maxRunning: 1, maxCount: 2 });
  const add = (key: string) => queue.add(key, held().tryPush);
  expect([add('a'), add('b'), add('c'), add('b')]).toEqual([true, true, false, true]);
});

test('a stop waits for what is under way and forgets the rest', async () => {
  const { queue, ended } = makeQueue({ maxRunning: 1 });
  const [first, second] = [held(), held()];
  queue.add('a', first.tryPush);
  queue.add('b', second.tryPush);
  await settle();
  let isStopped = false;
  void queue.stop().then(() => {
    isStopped = true;
  });
  await settle();
  expect(isStopped).toBe(false);
  first.end(later());
  await settle();
  expect(isStopped).toBe(true);
  expect(second.tryPush).not.toHaveBeenCalled();
  expect(ended).toEqual([['a', 'later']]);
  expect(queue.add('c', held().tryPush)).toBe(false);
});

const NOW = Date.parse('2026-11-30T12:00:00Z');
test.each([
  ['120', 120_000],
  ['0', 0],
  ['Mon, 30 Nov 2026 12:01:00 GMT', 60_000],
  ['Mon, 30 Nov 2026 11:00:00 GMT', 0],
  ['99999999', 3_600_000],
  ['soon', null],
  ['', null],
  [undefined, null],
])('"Retry-After: %s" is so many milliseconds', (text, ms) => {
  expect(parseRetryAfter(text, NOW)).toBe(ms);
});
