import { describe, expect, it } from 'vitest';
import { takeConversation } from '@/lib/client/offline/snapshot';
import { settle } from './support/fake-clock';
import { FakeServer } from './support/fake-server';
import { type Device, openDevice } from './support/harness';

const COUNT = 400;

/** Somebody with that many messages from Ann, all of them seen but the last ones. */
async function meet({ unseen = 0 } = {}) {
  const server = new FakeServer();
  const [me, ann] = [server.addUser('Me'), server.addUser('Ann')];
  for (let number = 1; number <= COUNT; number++) {
    const { _id } = server.send(ann._id, { to: me._id, text: `message ${number}` });
    if (number === COUNT - unseen) server.mark(me._id, 'seen', _id);
  }
  const device = await openDevice(server, me);
  const heldOf = (userId: string) => device.client.store.getChat().conversations.get(userId);
  const range = () => heldOf(ann._id)?.range;
  const seen = () => server.person(me._id, ann._id).mySeenSeq;
  const jump = () => device.client.store.getState().loads.get(ann._id)?.jump;
  return {
    server,
    me,
    ann,
    device,
    range,
    seen,
    jump,
    isDetached: () => heldOf(ann._id)?.isDetached,
  };
}

async function loadToEnd(device: Device, userId: string): Promise<void> {
  while (device.client.store.getChat().conversations.get(userId)?.isDetached) {
    await device.client.conversations.loadAfter(userId);
  }
}

/** Goes to a message; whether it is there. */
async function jumpTo({ client }: Device, userId: string, seq: number): Promise<boolean> {
  const jump = await client.conversations.jump(userId, { to: 'message', seq });
  return jump?.state === 'there';
}

describe('jumping to a message', () => {
  it('asks for nothing where it is held', async () => {
    const { server, ann, device, range } = await meet();
    device.client.openConversation(ann._id);
    await settle();
    const before = range();
    server.requests.length = 0;
    expect(await jumpTo(device, ann._id, COUNT - 10)).toBe(true);
    expect(server.requests).toEqual([]);
    expect(range()).toEqual(before);
  });

  it('shows the messages around it in place of the newest, with nothing at its end', async () => {
    const { ann, device, range, isDetached } = await meet();
    device.client.openConversation(ann._id);
    await settle();
    expect(await jumpTo(device, ann._id, 100)).toBe(true);
    expect(range()).toEqual({ from: 75, to: 124 });
    expect(isDetached()).toBe(true);
    expect(device.screen(ann._id)).toHaveLength(50);
  });

  it('keeps what is shown, and says so, where there is no such message', async () => {
    const { ann, device, range, jump } = await meet();
    device.client.openConversation(ann._id);
    await settle();
    const before = range();
    expect(await jumpTo(device, ann._id, COUNT + 5)).toBe(false);
    expect(jump()?.state).toBe('missing');
    expect(range()).toEqual(before);
  });

  it('keeps what is shown, and says so, while the server cannot be reached', async () => {
    const { server, ann, device, range, jump } = await meet();
    device.client.openConversation(ann._id);
    await settle();
    const before = range();
    server.httpFailure = 'unavailable';
    expect(await jumpTo(device, ann._id, 10)).toBe(false);
    expect(jump()).toMatchObject({ state: 'failed', error: 'unavailable' });
    expect(range()).toEqual(before);
  });

  it('goes to the last of two places asked for, whichever answer comes first', async () => {
    const { ann, device, range, jump } = await meet();
    device.client.openConversation(ann._id);
    await settle();
    const first = jumpTo(device, ann._id, 100);
    const second = jumpTo(device, ann._id, 200);
    expect(await first).toBe(false);
    expect(await second).toBe(true);
    expect(jump()?.seq).toBe(200);
    expect(range()?.from).toBe(175);
  });
});

describe('away from the newest messages', () => {
  it('brings in nothing by itself, neither a new message nor a resync, and counts what comes', async () => {
    const { server, me, ann, device, range } = await meet();
    device.environment.set({ focused: false });
    device.client.openConversation(ann._id);
    await settle();
    await jumpTo(device, ann._id, 100);
    const before = range();
    server.send(ann._id, { to: me._id, text: 'news' });
    await device.clock.advance(1_000);
    device.transport.drop();
    server.send(ann._id, { to: me._id, text: 'more news' });
    device.transport.open();
    await device.clock.advance(1_000);
    expect(range()).toEqual(before);
    expect(device.unseen(ann._id)).toBe(2);
  });

  it('comes back to them page by page, and live ones join again', async () => {
    const { server, me, ann, device, range, isDetached } = await meet();
    device.client.openConversation(ann._id);
    await settle();
    await jumpTo(device, ann._id, 100);
    server.send(ann._id, { to: me._id, text: 'meanwhile' });
    await loadToEnd(device, ann._id);
    server.send(ann._id, { to: me._id, text: 'afterwards' });
    await settle();
    expect(isDetached()).toBe(false);
    expect(range()).toEqual({ from: 75, to: COUNT + 2 });
    expect(device.screen(ann._id).slice(-2)).toEqual(['meanwhile', 'afterwards']);
  });

  it('shows what is on its way only at the end, once there', async () => {
    const { ann, device } = await meet();
    device.client.openConversation(ann._id);
    await settle();
    await jumpTo(device, ann._id, 100);
    device.transport.drop();
    void device.client.outbox.sendText(ann._id, 'mine');
    await settle();
    expect(device.screen(ann._id)).not.toContain('mine (sending)');
    await device.client.conversations.jump(ann._id, { to: 'end' });
    expect(device.screen(ann._id).at(-1)).toMatch(/^mine/);
  });

  it('is not kept once it has left the screen, neither here nor for being offline', async () => {
    const { ann, device, range } = await meet();
    const close = device.client.openConversation(ann._id);
    await settle();
    await jumpTo(device, ann._id, 100);
    expect(takeConversation(device.client, ann._id)).toBeNull();
    close();
    device.client.openConversation(ann._id);
    await settle();
    expect(range()?.to).toBe(COUNT);
  });
});

describe('what counts as seen', () => {
  it('does not change by a jump, even with the end of what is held on the screen', async () => {
    const { ann, device, seen } = await meet({ unseen: 300 });
    device.client.openConversation(ann._id);
    await settle();
    await jumpTo(device, ann._id, COUNT - 200);
    const leave = device.client.receipts.view(ann._id);
    device.client.receipts.check();
    await settle();
    expect(seen()).toBe(COUNT - 300);
    leave();
  });

  it('is everything once the newest is on the screen', async () => {
    const { ann, device, seen } = await meet({ unseen: 300 });
    device.client.openConversation(ann._id, { to: 'message', seq: 50 });
    await settle();
    expect(seen()).toBe(COUNT - 300);
    await device.client.conversations.jump(ann._id, { to: 'end' });
    device.client.receipts.view(ann._id);
    await settle();
    expect(seen()).toBe(COUNT);
  });
});

describe('other ways to go somewhere', () => {
  it('opens at a message without asking for the newest page', async () => {
    const { server, ann, device, range } = await meet();
    server.requests.length = 0;
    device.client.openConversation(ann._id, { to: 'message', seq: 60 });
    await settle();
    expect(server.requests).toEqual(['GET messages around limit']);
    expect(range()).toEqual({ from: 35, to: 84 });
  });

  it('opens as ever where there is no such message', async () => {
    const { ann, device, range } = await meet();
    device.client.openConversation(ann._id, { to: 'message', seq: COUNT + 99 });
    await settle();
    expect(range()?.to).toBe(COUNT);
  });

  it('finds the first message of a moment, the first and the last of all', async () => {
    const { server, ann, me, device, jump } = await meet();
    device.client.openConversation(ann._id);
    await settle();
    const log = server.messages(server.person(me._id, ann._id).conversationId);
    const at = log[149]?.createdAt ?? '';
    await device.client.conversations.jump(ann._id, { to: 'date', at });
    expect(jump()?.seq).toBe(150);
    await device.client.conversations.jump(ann._id, { to: 'first' });
    expect(jump()?.seq).toBe(1);
    await device.client.conversations.jump(ann._id, { to: 'date', at: '2100-01-01T00:00:00Z' });
    expect(jump()?.seq).toBe(COUNT);
  });

  it('puts the divider at the first unseen message also where that is not held', async () => {
    const { ann, device } = await meet({ unseen: 300 });
    device.client.openConversation(ann._id, { to: 'message', seq: 40 });
    await settle();
    const load = device.client.store.getState().loads.get(ann._id);
    expect(load?.firstUnseenSeq).toBe(COUNT - 300 + 1);
  });
});
