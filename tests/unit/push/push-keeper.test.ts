import { expect, test, vi } from 'vitest';
import { PushKeeper, type PushWish } from '@/lib/client/notifications/push/push-keeper';
import type { PushPlatform } from '@/lib/client/notifications/push/push-manager';
import { FakeClock } from '../client/support/fake-clock';

const WISH: PushWish = {
  hasPreview: true,
  words: { message: 'New message', photo: 'Photo', deleted: 'Deleted' },
};
const SUBSCRIPTION = { endpoint: 'https://push.example.org/1', keys: { p256dh: 'p', auth: 'a' } };

function makeKeeper(platform: Partial<PushPlatform> = {}) {
  const clock = new FakeClock();
  const server = {
    publicKey: vi.fn(async () => 'key'),
    subscribe: vi.fn(async () => ({})),
    unsubscribe: vi.fn(async () => ({})),
  };
  const keeper = new PushKeeper({
    platform: {
      isPossible: async () => true,
      subscribe: async () => SUBSCRIPTION,
      unsubscribe: async () => SUBSCRIPTION.endpoint,
      ...platform,
    },
    server,
    clock,
  });
  const states: string[] = [];
  keeper.subscribe(() => states.push(keeper.get()));
  return { keeper, server, clock, states };
}

test('subscribes where it is wished for, and tells the server how', async () => {
  const { keeper, server, states } = makeKeeper();
  await keeper.keep(WISH);
  expect(states).toEqual(['starting', 'on']);
  expect(server.subscribe).toHaveBeenCalledWith(SUBSCRIPTION, WISH);
});

test('a wish that changes goes to the server without a pause', async () => {
  const { keeper, server, states } = makeKeeper();
  await keeper.keep(WISH);
  await keeper.keep({ ...WISH, hasPreview: false });
  expect(states).toEqual(['starting', 'on']);
  expect(server.subscribe).toHaveBeenLastCalledWith(SUBSCRIPTION, { ...WISH, hasPreview: false });
});

test('where it is wished for no more the subscription ends here and on the server', async () => {
  const { keeper, server } = makeKeeper();
  await keeper.keep(WISH);
  await keeper.keep(null);
  expect(keeper.get()).toBe('off');
  expect(server.unsubscribe).toHaveBeenCalledWith(SUBSCRIPTION.endpoint);
});

test('a push service that never answers is told of after ten seconds, and used when it comes back', async () => {
  let answer: (subscription: PushSubscriptionJSON) => void = () => {};
  const { keeper, clock, server } = makeKeeper({
    subscribe: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  });
  const kept = keeper.keep(WISH);
  await vi.waitFor(() => expect(server.publicKey).toHaveBeenCalled());
  await Promise.resolve();
  await clock.advance(9_999);
  expect(keeper.get()).toBe('starting');
  await clock.advance(1);
  expect(keeper.get()).toBe('unreachable');
  answer(SUBSCRIPTION);
  await kept;
  expect(keeper.get()).toBe('on');
});

test.each([
  ['AbortError', 'unreachable'],
  ['NotAllowedError', 'failed'],
])('a browser that refuses with %s leaves it %s, until it is tried again', async (name, state) => {
  const subscribe = vi
    .fn<PushPlatform['subscribe']>()
    .mockRejectedValueOnce(new DOMException('no', name))
    .mockResolvedValue(SUBSCRIPTION);
  const { keeper } = makeKeeper({ subscribe });
  await keeper.keep(WISH);
  expect(keeper.get()).toBe(state);
  await keeper.retry();
  expect(keeper.get()).toBe('on');
});

test('a server that cannot be reached is no reason to say that it works', async () => {
  const { keeper, server } = makeKeeper();
  server.subscribe.mockRejectedValueOnce(new Error('offline'));
  await keeper.keep(WISH);
  expect(keeper.get()).toBe('failed');
});

test('a browser without push is asked for nothing', async () => {
  const { keeper, server } = makeKeeper({ isPossible: async () => false });
  await keeper.keep(WISH);
  expect(keeper.get()).toBe('unsupported');
  expect(server.publicKey).not.toHaveBeenCalled();
});

test('what was begun for an earlier wish changes nothing any more', async () => {
  let answer: (subscription: PushSubscriptionJSON) => void = () => {};
  const { keeper, server } = makeKeeper({
    subscribe: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  });
  const first = keeper.keep(WISH);
  await vi.waitFor(() => expect(keeper.get()).toBe('starting'));
  await keeper.keep(null);
  answer(SUBSCRIPTION);
  await first;
  expect(server.subscribe).not.toHaveBeenCalled();
  expect(keeper.get()).toBe('off');
});
