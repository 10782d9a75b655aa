import { expect, test } from 'vitest';
import { PageCache } from '@/lib/server/outgoing/previews/page-cache';
import { PreviewQueue } from '@/lib/server/services/messages/previews/preview-queue';

const HOUR = 3_600_000;

function newCache(size = 1) {
  const asked: string[] = [];
  let now = 0;
  let answer: (url: string) => Promise<string | null> = async (url) => `page ${url}`;
  const cache = new PageCache<string>({
    read: (url) => {
      asked.push(url);
      return answer(url);
    },
    sizeOf: () => size,
    now: () => now,
  });
  return {
    cache,
    asked,
    pass: (ms: number) => {
      now += ms;
    },
    answerBy: (next: typeof answer) => {
      answer = next;
    },
  };
}

test('a page is read once for all who ask at the same time, and for some hours after', async () => {
  const { cache, asked, pass } = newCache();
  const url = 'https://example.org/a';
  const [first, second] = await Promise.all([cache.get(url), cache.get(`${url}#part`)]);
  expect([first, second]).toEqual([`page ${url}`, `page ${url}`]);
  pass(2 * HOUR);
  await cache.get(url);
  expect(asked).toEqual([url]);
  pass(2 * HOUR);
  await cache.get(url);
  expect(asked).toHaveLength(2);
});

test('a page that could not be read is asked for again after some minutes, and not before', async () => {
  const { cache, asked, pass, answerBy } = newCache();
  answerBy(() => Promise.reject(new Error('away')));
  await expect(cache.get('https://example.org/')).rejects.toThrow('away');
  expect(await cache.get('https://example.org/')).toBeNull();
  expect(asked).toHaveLength(1);
  pass(6 * 60_000);
  answerBy(async () => 'back');
  expect(await cache.get('https://example.org/')).toBe('back');
});

test('what was asked for longest ago makes room, by number and by size', async () => {
  const small = newCache();
  for (let number = 0; number <= 500; number++) {
    await small.cache.get(`https://example.org/${number}`);
    // Asked for again and again, it stays.
    await small.cache.get('https://example.org/0');
  }
  const before = small.asked.length;
  await small.cache.get('https://example.org/0');
  await small.cache.get('https://example.org/500');
  expect(small.asked).toHaveLength(before);
  await small.cache.get('https://example.org/1');
  expect(small.asked).toHaveLength(before + 1);

  const large = newCache(5 * 1024 * 1024);
  await large.cache.get('https://example.org/1');
  await large.cache.get('https://example.org/2');
  await large.cache.get('https://example.org/2');
  await large.cache.get('https://example.org/1');
  expect(large.asked).toHaveLength(3);
});

test('a page that is forgotten is not kept by a reading that ends later', async () => {
  const { cache, asked, answerBy } = newCache();
  let end: (page: string) => void = () => {};
  answerBy(
    () =>
      new Promise((resolve) => {
        end = resolve;
      }),
  );
  const reading = cache.get('https://example.org/');
  cache.forget('https://example.org/');
  end('page');
  expect(await reading).toBe('page');
  answerBy(async () => null);
  expect(await cache.get('https://example.org/')).toBeNull();
  expect(asked).toHaveLength(2);
});

test('a few run at a time, what is too much is dropped, and a stop waits for what is under way', async () => {
  const queue = new PreviewQueue({ maxRunning: 2, maxWaiting: 1 });
  const ends: (() => void)[] = [];
  const work = () => new Promise<void>((resolve) => ends.push(resolve));
  expect([queue.add(work), queue.add(work), queue.add(work), queue.add(work)]).toEqual([
    true,
    true,
    true,
    false,
  ]);
  expect(ends).toHaveLength(2);
  ends[0]?.();
  await expect.poll(() => ends.length).toBe(3);
  let isStopped = false;
  const stopping = queue.stop().then(() => {
    isStopped = true;
  });
  expect(queue.add(work)).toBe(false);
  ends[1]?.();
  await Promise.resolve();
  expect(isStopped).toBe(false);
  ends[2]?.();
  await stopping;
});
