import { describe, expect, it } from 'vitest';
import { FakeServer } from './support/fake-server';
import { type Device, openDevice } from './support/harness';

const names = (device: Device) => device.client.views.listed().map((person) => person.fullName);

function newServer() {
  const server = new FakeServer();
  const me = server.addUser('Me');
  const add = (fullName: string) => {
    const { _id } = server.addUser(fullName);
    server.send(_id, { to: me._id, text: `from ${fullName}` });
    return _id;
  };
  return { server, me, add };
}

describe('what is set up for a conversation', () => {
  it('is shown on every device at once: pinned on top, archived out of the list and back', async () => {
    const { server, me, add } = newServer();
    const [ada, bob] = [add('Ada'), add('Bob')];
    const device = await openDevice(server, me);
    expect(names(device)).toEqual(['Bob', 'Ada']);
    server.set(me._id, ada, { pinned: true });
    expect(names(device)).toEqual(['Ada', 'Bob']);
    server.set(me._id, bob, { archived: true });
    expect(names(device)).toEqual(['Ada']);
    server.set(me._id, bob, { archived: false });
    expect(names(device)).toEqual(['Ada', 'Bob']);
    server.set(me._id, bob, { archived: true });
    server.send(bob, { to: me._id, text: 'are you there?' });
    expect(names(device)).toEqual(['Ada', 'Bob']);
  });

  it('stays archived with a new message while it is muted', async () => {
    const { server, me, add } = newServer();
    const ada = add('Ada');
    const device = await openDevice(server, me);
    server.set(me._id, ada, { archived: true, mutedUntil: 'always' });
    server.send(ada, { to: me._id, text: 'unheard' });
    expect(names(device)).toEqual([]);
  });

  it('comes with the next resync when the event was missed, however far down the row stands', async () => {
    const { server, me, add } = newServer();
    const ids = Array.from({ length: 250 }, (_, index) => add(`Person ${index}`));
    const device = await openDevice(server, me);
    await device.client.catchUp.run();
    for (let page = 0; page < 3; page++) await device.client.people.loadMore();
    expect(names(device)).toHaveLength(250);
    device.transport.drop();
    const [deepest = '', second = '', third = ''] = ids;
    server.set(me._id, deepest, { pinned: true });
    server.set(me._id, second, { archived: true });
    server.set(me._id, third, { mutedUntil: 'always', unread: true });
    device.transport.open();
    await device.client.catchUp.run();
    expect(names(device)[0]).toBe('Person 0');
    expect(names(device)).toHaveLength(249);
    expect(device.client.views.person(third)?.settings).toMatchObject({
      mutedUntil: 'always',
      unread: true,
    });
  });

  it('does not end a resync at a pinned row that has not moved', async () => {
    const { server, me, add } = newServer();
    const ids = Array.from({ length: 120 }, (_, index) => add(`Person ${index}`));
    const [pinned = ''] = ids;
    server.set(me._id, pinned, { pinned: true });
    const device = await openDevice(server, me);
    await device.client.catchUp.run();
    device.transport.drop();
    for (const id of ids.slice(1)) server.send(id, { to: me._id, text: 'news' });
    device.transport.open();
    await device.client.catchUp.run();
    for (const id of ids.slice(1)) expect(device.unseen(id)).toBe(2);
  });

  it('brings what was written in a muted archived conversation that is held, after an outage', async () => {
    const { server, me, add } = newServer();
    const ada = add('Ada');
    const device = await openDevice(server, me);
    const close = device.client.openConversation(ada);
    await device.clock.advance(100);
    close();
    server.set(me._id, ada, { archived: true, mutedUntil: 'always' });
    device.transport.drop();
    server.send(ada, { to: me._id, text: 'later' });
    device.transport.open();
    await device.client.catchUp.run();
    expect(device.screen(ada)).toEqual(['from Ada', 'later']);
  });

  it('is not undone by an answer that was made before it', async () => {
    const { server, me, add } = newServer();
    const ada = add('Ada');
    const device = await openDevice(server, me);
    const old = server.people(me._id);
    server.set(me._id, ada, { pinned: true });
    device.client.store.dispatch({ type: 'people-loaded', answer: old, place: 'found' });
    expect(device.client.views.person(ada)?.settings.pinned).toBe(true);
  });

  it('cleared, shows nothing of before and counts nothing, whatever answers still come from before', async () => {
    const { server, me, add } = newServer();
    const ada = add('Ada');
    const device = await openDevice(server, me);
    const close = device.client.openConversation(ada);
    await device.clock.advance(100);
    const old = server.people(me._id);
    const cleared = { ...server.set(me._id, ada, { unread: false }), clearedSeq: 1 };
    device.client.store.dispatch({ type: 'settings', userId: ada, ...cleared });
    device.client.store.dispatch({ type: 'people-loaded', answer: old, place: 'found' });
    expect(device.screen(ada)).toEqual([]);
    expect(device.unseen(ada)).toBe(0);
    expect(device.client.views.person(ada)?.lastMessage).toMatchObject({ seq: 1, text: '' });
    server.send(ada, { to: me._id, text: 'later' });
    expect(device.screen(ada)).toEqual(['later']);
    close();
  });
});
