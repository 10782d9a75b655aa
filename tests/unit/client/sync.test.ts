import { describe, expect, it } from 'vitest';
import { settle } from './support/fake-clock';
import { FakeServer } from './support/fake-server';
import { openDevice } from './support/harness';

function meet(...names: string[]) {
  const server = new FakeServer();
  const me = server.addUser('Me');
  const others = names.map((name) => server.addUser(name));
  const [ann] = others;
  if (!ann) throw new Error('somebody to talk to is needed');
  return { server, me, ann, others };
}

describe('catching up', () => {
  it('brings every message missed while the connection was down', async () => {
    const { server, me, ann } = meet('Ann');
    server.send(ann._id, { to: me._id, text: 'one' });
    const device = await openDevice(server, me);
    device.client.openConversation(ann._id);
    await settle();
    device.transport.drop();
    for (const text of ['two', 'three', 'four']) server.send(ann._id, { to: me._id, text });
    expect(device.screen(ann._id)).toEqual(['one']);
    device.transport.open();
    await device.clock.advance(1);
    expect(device.screen(ann._id)).toEqual(['one', 'two', 'three', 'four']);
  });

  it('does not wait for answers over connections that died in its sleep', async () => {
    const { server, me, ann } = meet('Ann');
    server.send(ann._id, { to: me._id, text: 'one' });
    const device = await openDevice(server, me);
    device.client.openConversation(ann._id);
    await settle();
    // One request on its way dies with nobody saying so, and so do two connections kept for later.
    server.swallowedReads = 3;
    void device.client.catchUp.run();
    await settle();
    device.transport.losesEvents = true;
    server.send(ann._id, { to: me._id, text: 'while asleep' });
    device.transport.losesEvents = false;
    device.clock.jump(3_600_000);
    await device.clock.advance(1_000);
    expect(device.screen(ann._id)).toEqual(['one']);
    await device.clock.advance(2_000);
    expect(device.screen(ann._id)).toEqual(['one', 'while asleep']);
  });

  it('fetches what a skipped number shows to be missing, and shows nothing out of place before', async () => {
    const { server, me, ann } = meet('Ann');
    server.send(ann._id, { to: me._id, text: 'one' });
    const device = await openDevice(server, me);
    device.client.openConversation(ann._id);
    await settle();
    device.transport.losesEvents = true;
    server.send(ann._id, { to: me._id, text: 'two' });
    device.transport.losesEvents = false;
    server.send(ann._id, { to: me._id, text: 'three' });
    await settle();
    expect(device.screen(ann._id)).toEqual(['one']);
    await device.clock.advance(250);
    expect(device.screen(ann._id)).toEqual(['one', 'two', 'three']);
  });

  it('needs no request when events only overtook one another', async () => {
    const { server, me, ann } = meet('Ann');
    server.send(ann._id, { to: me._id, text: 'one' });
    const device = await openDevice(server, me);
    device.client.openConversation(ann._id);
    await settle();
    device.transport.holdsEvents = true;
    server.send(ann._id, { to: me._id, text: 'two' });
    server.send(ann._id, { to: me._id, text: 'three' });
    device.transport.release(() => [1, 0]);
    expect(device.screen(ann._id)).toEqual(['one', 'two', 'three']);
  });

  it('learns of conversations that are not open, and of people never heard of', async () => {
    const { server, me, ann } = meet('Ann');
    const device = await openDevice(server, me);
    const zoe = server.addUser('Zoe');
    server.send(zoe._id, { to: me._id, text: 'hello' });
    await device.clock.advance(250);
    expect(device.client.views.listed().map((row) => row.fullName)).toEqual(['Zoe', 'Ann']);
    expect(device.unseen(zoe._id)).toBe(1);
    expect(device.unseen(ann._id)).toBe(0);
  });

  it('stops at the first row that did not move', async () => {
    const { server, me, others } = meet(...Array.from({ length: 250 }, (_, i) => `Person ${i}`));
    for (const other of others) server.send(other._id, { to: me._id, text: 'hello' });
    const device = await openDevice(server, me);
    device.environment.set({ focused: false });
    for (const other of others) {
      const row = server.person(me._id, other._id);
      if (row.lastMessage) server.mark(me._id, 'seen', row.lastMessage._id);
    }
    await device.client.catchUp.run();
    server.requests.length = 0;
    await device.client.catchUp.run();
    expect(server.requests).toEqual(['GET people']);
  });

  it('finds what was changed in a row far down, which keeps its place', async () => {
    const { server, me, others } = meet(...Array.from({ length: 250 }, (_, i) => `Person ${i}`));
    const [deep] = others;
    const sent = others.map((other) => server.send(other._id, { to: me._id, text: 'hello' }));
    const device = await openDevice(server, me);
    device.environment.set({ focused: false });
    for (const { _id } of sent) server.mark(me._id, 'seen', _id);
    const close = device.client.openConversation(deep?._id ?? '');
    await settle();
    close();
    await device.client.catchUp.run();
    device.transport.losesEvents = true;
    server.remove(deep?._id ?? '', sent[0]?._id ?? '', 'everyone');
    device.transport.losesEvents = false;
    server.requests.length = 0;
    await device.client.catchUp.run();
    expect(server.requests).toEqual([
      'GET people',
      'GET people changed',
      'GET people set up',
      'GET changes',
    ]);
    expect(device.client.views.person(deep?._id ?? '')?.lastMessage).toMatchObject({
      text: '',
      deletedAt: expect.any(String),
    });
    expect(device.client.views.rows(deep?._id ?? '').all()[0]).toMatchObject({ deleted: true });
  });

  it('asks for changes once an event tells of one beyond a gap, after a moment', async () => {
    const { server, me, ann } = meet('Ann');
    const sent = [1, 2].map((number) => server.send(ann._id, { to: me._id, text: `${number}` }));
    const device = await openDevice(server, me);
    device.client.openConversation(ann._id);
    await settle();
    const { conversationId } = server.person(me._id, ann._id);
    device.transport.losesEvents = true;
    server.edit(conversationId, 1, 'one');
    device.transport.losesEvents = false;
    server.requests.length = 0;
    server.react(me._id, sent[1]?._id ?? '', '👍');
    await settle();
    expect(server.requests).toEqual([]);
    await device.clock.advance(250);
    expect(server.requests).toContain('GET changes');
    expect(device.screen(ann._id)).toEqual(['one', '2']);
  });

  it('asks for the row of an album whose caption was changed', async () => {
    const { server, me, ann } = meet('Ann');
    const image = { url: '/api/uploads/a.webp', width: 1, height: 1, placeholder: '' };
    const first = server.send(ann._id, { to: me._id, text: 'a caption' });
    const second = server.send(ann._id, { to: me._id, text: '' });
    for (const message of [first, second]) {
      server.messages(message.conversationId)[message.seq - 1] = { ...message, image };
    }
    const device = await openDevice(server, me);
    server.requests.length = 0;
    server.remove(ann._id, first._id, 'everyone');
    await device.clock.advance(250);
    expect(server.requests).toContain('GET people');
  });

  it('asks for nothing when changes come in another order than they were made in', async () => {
    const { server, me, ann } = meet('Ann');
    server.send(ann._id, { to: me._id, text: '1' });
    server.send(ann._id, { to: me._id, text: '2' });
    const device = await openDevice(server, me);
    device.client.openConversation(ann._id);
    await settle();
    server.requests.length = 0;
    const { conversationId } = server.person(me._id, ann._id);
    device.transport.holdsEvents = true;
    for (const [seq, text] of [
      [1, 'one'],
      [2, 'two'],
      [1, 'once'],
    ] as const) {
      server.edit(conversationId, seq, text);
    }
    device.transport.release(() => [2, 1, 0]);
    await device.clock.advance(1_000);
    expect(server.requests).toEqual([]);
    expect(device.client.store.getChat().conversations.get(ann._id)?.rev).toBe(3);
    expect(device.screen(ann._id)).toEqual(['once', 'two']);
  });

  it('loads a conversation anew in which more was changed than is worth asking for', async () => {
    const { server, me, ann } = meet('Ann');
    server.send(ann._id, { to: me._id, text: 'old' });
    const device = await openDevice(server, me);
    device.client.openConversation(ann._id);
    await settle();
    device.transport.drop();
    const { conversationId } = server.person(me._id, ann._id);
    for (let i = 0; i < 400; i++) server.edit(conversationId, 1, `edited ${i}`);
    server.requests.length = 0;
    device.transport.open();
    await device.clock.advance(1);
    expect(device.screen(ann._id)).toEqual(['edited 399']);
    expect(server.requests).not.toContain('GET changes');
    expect(device.client.store.getChat().conversations.get(ann._id)?.rev).toBe(400);
  });

  it('finds a row that moved below one an event had already brought up to date', async () => {
    const { server, me, others } = meet(...Array.from({ length: 210 }, (_, i) => `Person ${i}`));
    for (const other of others) server.send(other._id, { to: me._id, text: 'hello' });
    const device = await openDevice(server, me);
    await device.client.catchUp.run();
    const [missed, ...rest] = others;
    device.transport.losesEvents = true;
    server.send(missed?._id ?? '', { to: me._id, text: 'missed' });
    device.transport.losesEvents = false;
    for (const other of rest.slice(0, 150)) server.send(other._id, { to: me._id, text: 'heard' });
    await device.client.catchUp.run();
    expect(device.client.views.person(missed?._id ?? '')?.lastMessage?.text).toBe('missed');
  });

  it('begins a conversation far behind anew at its newest page instead of loading it all', async () => {
    const { server, me, ann } = meet('Ann');
    server.send(ann._id, { to: me._id, text: 'old' });
    const device = await openDevice(server, me);
    device.client.openConversation(ann._id);
    await settle();
    device.transport.drop();
    for (let i = 0; i < 2_000; i++) server.send(ann._id, { to: me._id, text: `new ${i}` });
    server.requests.length = 0;
    device.transport.open();
    await device.clock.advance(1);
    const screen = device.screen(ann._id);
    expect(screen).toHaveLength(50);
    expect(screen.at(-1)).toBe('new 1999');
    expect(server.requests.length).toBeLessThan(5);
    await device.client.conversations.loadBefore(ann._id);
    expect(device.screen(ann._id).at(-51)).toBe('new 1949');
  });

  it('bounds its work after a month away, and begins the list anew', async () => {
    const { server, me, others } = meet(...Array.from({ length: 1_300 }, (_, i) => `Person ${i}`));
    const device = await openDevice(server, me);
    device.transport.drop();
    for (const other of others) server.send(other._id, { to: me._id, text: 'hello' });
    server.requests.length = 0;
    await device.client.catchUp.run();
    expect(server.requests).toHaveLength(10);
    expect(device.client.views.listed()).toHaveLength(1_000);
    expect(device.client.store.getChat().peopleCursor).not.toBeNull();
  });

  it('learns that something was seen on another device while this one was away', async () => {
    const { server, me, others } = meet(...Array.from({ length: 150 }, (_, i) => `Person ${i}`));
    for (const other of others) server.send(other._id, { to: me._id, text: 'hello' });
    const device = await openDevice(server, me);
    await device.client.catchUp.run();
    const deep = device.client.views.listed().at(-1);
    expect(deep?.unseen).toBe(1);
    device.transport.drop();
    server.mark(me._id, 'seen', deep?.lastMessage?._id ?? '');
    device.transport.open();
    await device.clock.advance(1);
    expect(device.unseen(deep?._id ?? '')).toBe(0);
  });

  it('marks nothing as seen', async () => {
    const { server, me, ann } = meet('Ann');
    for (let i = 0; i < 5; i++) server.send(ann._id, { to: me._id, text: `${i}` });
    const device = await openDevice(server, me);
    device.client.openConversation(ann._id);
    await settle();
    await device.client.catchUp.run();
    expect(server.person(me._id, ann._id).mySeenSeq).toBe(0);
    expect(device.unseen(ann._id)).toBe(5);
  });

  it('tries again by itself when the server could not answer', async () => {
    const { server, me, ann } = meet('Ann');
    server.send(ann._id, { to: me._id, text: 'one' });
    const device = await openDevice(server, me);
    device.client.openConversation(ann._id);
    await settle();
    device.transport.losesEvents = true;
    server.send(ann._id, { to: me._id, text: 'two' });
    server.httpFailure = 'unavailable';
    await device.client.catchUp.run();
    server.httpFailure = null;
    await device.clock.advance(3_000);
    expect(device.screen(ann._id)).toEqual(['one', 'two']);
  });
});
