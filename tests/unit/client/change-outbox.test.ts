import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createIdbOutboxStorage } from '@/lib/client/outbox/outbox-idb';
import type { OutboxStorage } from '@/lib/client/outbox/outbox-storage';
import { createTabHub } from '@/lib/client/programs/tab-hub';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';
import { createSendActions } from '@/lib/client/send-actions';
import { createMemoryOutboxStorage } from '@/lib/client/testing/memory-outbox-storage';
import { settle } from './support/fake-clock';
import { FakeServer } from './support/fake-server';
import { type Device, openDevice } from './support/harness';

const open: Device[] = [];

beforeAll(async () => {
  // Loaded when first needed, which takes longer than a test waits.
  await import('@/lib/client/outbox/fold-changes');
  await import('@/lib/client/outbox/change-delivery');
});

afterEach(() => {
  for (const { client } of open.splice(0)) client.stop();
});

/** Two people with one message each way, and a device of the first with the conversation open. */
async function meet({ storage = createMemoryOutboxStorage() } = {}) {
  const server = new FakeServer();
  const [me, ann] = [server.addUser('Me'), server.addUser('Ann')];
  const mine = server.send(me._id, { to: ann._id, text: 'mine' });
  const theirs = server.send(ann._id, { to: me._id, text: 'theirs' });
  const tabs = createTabHub();
  const openTab = async () => {
    const device = await openDevice(server, me, { outboxStorage: storage, tabs: tabs.open() });
    return show(device, ann._id);
  };
  const device = await openTab();
  const log = () => server.messages(mine.conversationId);
  const changes = () => server.requests.filter((request) => /PATCH|DELETE|PUT reac/.test(request));
  return { server, me, ann, mine, theirs, storage, device, openTab, log, changes };
}

async function show(device: Device, userId: string) {
  open.push(device);
  device.client.openConversation(userId);
  await settle();
  const rows = () => device.client.views.rows(userId).all();
  return {
    ...device,
    actions: createSendActions(device.client, userId),
    rows,
    row: (text: string): ConversationItem => {
      const found = rows().find((row) => row.text === text);
      if (!found) throw new Error(`No row says "${text}".`);
      return found;
    },
    texts: () => rows().map((row) => row.text),
  };
}

describe.each([
  ['memory', createMemoryOutboxStorage],
  ['IndexedDB', createIdbOutboxStorage],
])('a change, kept in %s', (_, createStorage: () => OutboxStorage) => {
  it('shows at once, and is on the server a moment later', async () => {
    const { device, log, me } = await meet({ storage: createStorage() });
    device.actions.edit(device.row('mine'), 'mine, edited');
    expect(device.row('mine, edited')).toMatchObject({
      edited: true,
      change: { kind: 'edit', state: 'waiting' },
    });
    device.actions.react(device.row('theirs'), '👍');
    expect(device.row('theirs').reactions).toEqual([{ userId: me._id, emoji: '👍' }]);
    await settle();
    await device.clock.advance(100);
    expect(log().map(({ text, reactions }) => [text, reactions])).toEqual([
      ['mine, edited', []],
      ['theirs', [{ userId: me._id, emoji: '👍' }]],
    ]);
    expect(device.rows().map(({ change }) => change)).toEqual([null, null]);
    expect(device.client.outbox.size).toBe(0);
  });

  it('waits through a reload while there is no connection, and is shown as done meanwhile', async () => {
    const { server, device, openTab, log } = await meet({ storage: createStorage() });
    server.httpFailure = 'unavailable';
    device.actions.edit(device.row('mine'), 'later');
    device.actions.remove(device.row('theirs'), 'me');
    await settle();
    device.client.stop();
    const after = await openTab();
    server.httpFailure = null;
    await after.client.conversations.load(
      server.messages(log()[0]?.conversationId ?? '')[0]?.receiverId ?? '',
    );
    expect(after.texts()).toEqual(['later']);
    await after.clock.advance(40_000);
    expect(log()[0]?.text).toBe('later');
    expect(after.texts()).toEqual(['later']);
    expect(after.client.outbox.size).toBe(0);
  });

  it('goes for a message that is to have no preview through a reload as well', async () => {
    const { server, device, openTab, log } = await meet({ storage: createStorage() });
    server.httpFailure = 'unavailable';
    device.transport.drop();
    device.actions.sendText('example.org', { preview: false });
    device.actions.sendText('example.net');
    await settle();
    device.client.stop();
    const after = await openTab();
    server.httpFailure = null;
    await after.clock.advance(40_000);
    expect(log().map(({ text }) => text)).toEqual(['mine', 'theirs', 'example.org', 'example.net']);
    expect([...server.withoutPreview]).toEqual([log()[2]?.clientId]);
  });
});

describe('deleting', () => {
  it('for everyone empties the message on the screen at once, and its quotes', async () => {
    const { server, me, ann, mine, device } = await meet();
    server.send(ann._id, { to: me._id, text: 'what?', replyTo: mine._id });
    await settle();
    expect(device.row('what?').replyTo?.text).toBe('mine');
    device.actions.remove(device.row('mine'), 'everyone');
    expect(device.rows()[0]).toMatchObject({ text: '', deleted: true, image: null });
    expect(device.row('what?').replyTo).toMatchObject({
      text: '',
      deletedAt: expect.any(String),
    });
    await settle();
    expect(
      server.view(ann._id, server.messages(mine.conversationId)[0] ?? mine).deletedAt,
    ).not.toBeNull();
    expect(device.rows()[0]).toMatchObject({ deleted: true, change: null });
  });

  it('for oneself takes the row away and leaves it to the other', async () => {
    const { server, ann, theirs, device, log } = await meet();
    device.actions.remove(device.row('theirs'), 'me');
    expect(device.texts()).toEqual(['mine']);
    await settle();
    expect(device.texts()).toEqual(['mine']);
    expect(server.view(ann._id, log()[1] ?? theirs)).toMatchObject({
      text: 'theirs',
      hidden: false,
    });
  });

  it('drops an edit that still waits', async () => {
    const { server, device, changes } = await meet();
    server.httpFailure = 'unavailable';
    device.actions.edit(device.row('mine'), 'edited');
    await settle();
    device.actions.remove(device.row('edited'), 'everyone');
    server.httpFailure = null;
    server.requests.length = 0;
    await device.clock.advance(40_000);
    expect(changes()).toEqual(['DELETE message everyone']);
  });
});

const PREVIEW = {
  url: 'https://example.org/',
  siteName: '',
  title: 'Example',
  description: '',
  image: null,
};

describe('the preview of a link', () => {
  it('comes as a change, goes at once when its sender takes it off, and stays away', async () => {
    const { server, mine, device, log, changes } = await meet();
    server.attachPreview(mine._id, PREVIEW);
    await settle();
    expect(device.row('mine').preview).toEqual(PREVIEW);
    device.actions.removePreview(device.row('mine'));
    expect(device.row('mine').preview).toBeNull();
    await settle();
    await device.clock.advance(100);
    expect(changes()).toEqual(['DELETE preview']);
    expect(log()[0]?.preview).toBeNull();
    expect(device.row('mine')).toMatchObject({ preview: null, change: null });
    expect(device.client.outbox.size).toBe(0);
  });

  it('is given up silently when the message is deleted meanwhile', async () => {
    const { server, me, mine, device } = await meet();
    server.attachPreview(mine._id, PREVIEW);
    await settle();
    server.httpFailure = 'unavailable';
    device.actions.removePreview(device.row('mine'));
    await settle();
    server.httpFailure = null;
    server.remove(me._id, mine._id, 'everyone');
    await device.clock.advance(40_000);
    expect(device.rows()[0]).toMatchObject({ deleted: true, change: null });
    expect(device.client.outbox.size).toBe(0);
  });

  it('is shown while an edit that keeps its link waits, and not with one that drops it', async () => {
    const { server, me, ann, device } = await meet();
    const linked = server.send(me._id, { to: ann._id, text: 'https://example.org' });
    server.attachPreview(linked._id, PREVIEW);
    await settle();
    server.httpFailure = 'unavailable';
    device.actions.edit(device.row('https://example.org'), 'see example.org');
    expect(device.row('see example.org').preview).toEqual(PREVIEW);
    device.actions.edit(device.row('see example.org'), 'see nothing');
    expect(device.row('see nothing').preview).toBeNull();
  });
});

/** No request gets anywhere, and the browser says so. */
function goOffline({ server, device }: Awaited<ReturnType<typeof meet>>): void {
  device.transport.drop();
  device.environment.set({ online: false });
  server.httpFailure = 'unavailable';
}

function comeBack({ server, device }: Awaited<ReturnType<typeof meet>>): void {
  server.httpFailure = null;
  device.environment.set({ online: true });
}

describe('changing a message that is still unsent', () => {
  it('sends it once, as it was edited last', async () => {
    const world = await meet();
    const { device, log, changes } = world;
    goOffline(world);
    device.actions.sendText('frist');
    await settle();
    device.actions.edit(device.row('frist'), 'first');
    device.actions.edit(device.row('first'), 'first!');
    expect(device.row('first!')).toMatchObject({ status: 'sending', edited: false });
    await settle();
    comeBack(world);
    await device.clock.advance(40_000);
    expect(log().map(({ text, rev }) => [text, rev])).toEqual([
      ['mine', 0],
      ['theirs', 0],
      ['first!', 0],
    ]);
    expect(changes()).toEqual([]);
    expect(device.texts()).toEqual(['mine', 'theirs', 'first!']);
    expect(device.client.outbox.size).toBe(0);
  });

  it('never sends one that was deleted', async () => {
    const world = await meet();
    const { device, log, changes } = world;
    goOffline(world);
    device.actions.sendText('a word too much');
    await settle();
    device.actions.remove(device.row('a word too much'), 'everyone');
    expect(device.texts()).toEqual(['mine', 'theirs']);
    comeBack(world);
    await device.clock.advance(40_000);
    expect(log()).toHaveLength(2);
    expect(changes()).toEqual([]);
    expect(device.client.outbox.size).toBe(0);
  });

  it.each([
    ['an edit', 'first'],
    ['a deletion', ''],
  ])('loses not %s where the server has it and its answer was lost', async (_, text) => {
    const { server, me, ann, device, log, changes } = await meet();
    Object.assign(device.transport, { losesRequests: true, losesEvents: true });
    server.httpFailure = 'unavailable';
    device.actions.sendText('frist');
    await settle();
    const { clientId } = device.row('frist');
    // The attempt did reach the server.
    server.send(me._id, { to: ann._id, text: 'frist', clientId });
    if (text) device.actions.edit(device.row('frist'), text);
    else device.actions.remove(device.row('frist'), 'everyone');
    Object.assign(device.transport, { losesRequests: false, losesEvents: false });
    server.httpFailure = null;
    await device.clock.advance(40_000);
    expect(log().at(-1)).toMatchObject({ clientId, text });
    expect(log()).toHaveLength(3);
    expect(changes()).toHaveLength(1);
    expect(device.client.outbox.size).toBe(0);
  });

  it('edits one that was refused where it stands, and it waits for its author', async () => {
    const { server, device, log } = await meet();
    device.transport.drop();
    server.httpFailure = 'forbidden';
    device.actions.sendText('frist');
    await settle();
    expect(device.row('frist').status).toBe('failed');
    device.actions.edit(device.row('frist'), 'first');
    await settle();
    expect(device.row('first')).toMatchObject({ status: 'failed', change: null });
    server.httpFailure = null;
    device.actions.retry(device.row('first').clientId);
    await settle();
    expect(log().at(-1)?.text).toBe('first');
  });

  it('waits for one that is being sent at this moment, and takes its id', async () => {
    const { server, device, log, changes } = await meet();
    device.transport.holdsEvents = true;
    device.actions.sendText('frist');
    // It is on its way, and neither its answer nor its event is here.
    while (device.transport.sentOf('message:send').length === 0) await Promise.resolve();
    device.actions.edit(device.row('frist'), 'first');
    device.actions.react(device.row('first'), '🎉');
    expect(device.row('first').status).toBe('sending');
    await settle();
    device.transport.release();
    await settle();
    expect(log().at(-1)).toMatchObject({ text: 'first', reactions: [{ emoji: '🎉' }] });
    expect(changes()).toEqual(['PATCH message', 'PUT reaction']);
    expect(server.sendCount).toBe(3);
    expect(device.client.outbox.size).toBe(0);
  });

  it.each([
    ['just now', 0],
    ['long before the newest hundred', 250],
  ])('finds by itself one that an earlier session had sent %s', async (_, moreCount) => {
    const { server, me, ann, storage, openTab, device, log } = await meet();
    device.client.stop();
    const sent = server.send(me._id, { to: ann._id, text: 'frist', clientId: 'earlier' });
    for (let n = 0; n < moreCount; n++) server.send(ann._id, { to: me._id, text: `${n}` });
    await storage.add({
      kind: 'edit',
      text: 'first',
      base: { rev: 0, text: 'frist' },
      clientId: 'change',
      ownerId: me._id,
      to: ann._id,
      target: 'earlier',
      messageId: null,
      seq: null,
      createdAt: sent.createdAt,
      failure: null,
    });
    await openTab();
    await settle();
    expect(log()[sent.seq - 1]?.text).toBe('first');
  });
});

describe('changes of the same message that wait', () => {
  it('are sent as one: the last reaction, the last text', async () => {
    const { server, me, device, log, changes } = await meet();
    server.httpFailure = 'unavailable';
    device.actions.react(device.row('theirs'), '👍');
    device.actions.edit(device.row('mine'), 'one');
    await settle();
    device.actions.react(device.row('theirs'), '🎉');
    device.actions.edit(device.row('one'), 'two');
    device.actions.react(device.row('theirs'), '❤️');
    server.httpFailure = null;
    server.requests.length = 0;
    await device.clock.advance(40_000);
    expect(changes()).toEqual(['PUT reaction', 'PATCH message']);
    expect(log()[0]?.text).toBe('two');
    expect(log()[1]?.reactions).toEqual([{ userId: me._id, emoji: '❤️' }]);
  });

  it('begin from what the first of them made, when that is sent meanwhile', async () => {
    const { server, device, log } = await meet();
    device.actions.edit(device.row('mine'), 'one');
    // The first is under way: its answer comes after the second was made.
    await Promise.resolve();
    device.actions.edit(device.row('one'), 'two');
    await settle();
    await device.clock.advance(1_000);
    expect(log()[0]?.text).toBe('two');
    expect(device.rows()[0]).toMatchObject({ text: 'two', change: null });
    expect(server.requests.filter((each) => each.startsWith('PATCH')).length).toBeLessThanOrEqual(
      2,
    );
  });

  it('go behind messages to the same person in the order of doing', async () => {
    const { server, device } = await meet();
    device.transport.drop();
    server.httpFailure = 'unavailable';
    device.actions.sendText('before');
    device.actions.react(device.row('theirs'), '👍');
    device.actions.sendText('after');
    await settle();
    server.httpFailure = null;
    server.requests.length = 0;
    await device.clock.advance(40_000);
    const done = server.requests.filter((request) => /POST|PUT reac/.test(request));
    expect(done).toEqual(['POST send', 'PUT reaction', 'POST send']);
  });
});

describe('an edit that somebody got ahead of', () => {
  it('is repeated silently when only a reaction did', async () => {
    const { server, ann, mine, device, log } = await meet();
    device.transport.losesEvents = true;
    server.react(ann._id, mine._id, '👍');
    device.actions.edit(device.row('mine'), 'edited');
    await settle();
    expect(log()[0]).toMatchObject({ text: 'edited', rev: 2 });
    expect(device.rows()[0]).toMatchObject({
      text: 'edited',
      change: null,
      reactions: [{ emoji: '👍' }],
    });
  });

  it('shows the newer text and offers its own again', async () => {
    const { server, mine, device, log } = await meet();
    device.transport.losesEvents = true;
    server.edit(mine.conversationId, 1, 'from another device');
    device.actions.edit(device.row('mine'), 'from here');
    await settle();
    const row = device.row('from another device');
    expect(row.change).toMatchObject({
      kind: 'edit',
      state: 'refused',
      failure: { code: 'conflict', reason: 'stale' },
      text: 'from here',
    });
    device.actions.retryChange(row);
    await settle();
    expect(log()[0]?.text).toBe('from here');
    expect(device.row('from here').change).toBeNull();
    expect(device.client.outbox.size).toBe(0);
  });

  it('shows a deleted message as deleted, and offers what was typed', async () => {
    const { server, me, mine, device } = await meet();
    device.transport.losesEvents = true;
    server.remove(me._id, mine._id, 'everyone');
    device.actions.edit(device.row('mine'), 'typed for nothing');
    await settle();
    expect(device.rows()[0]).toMatchObject({
      text: '',
      deleted: true,
      change: { state: 'refused', failure: { reason: 'deleted' }, text: 'typed for nothing' },
    });
    const [row] = device.rows();
    if (row) device.actions.discardChange(row);
    expect(device.rows()[0]?.change).toBeNull();
    expect(device.client.outbox.size).toBe(0);
  });
});

it('a reaction that is refused is undone and said, and nothing of it is kept', async () => {
  const { server, ann, theirs, device } = await meet();
  device.transport.losesEvents = true;
  server.remove(ann._id, theirs._id, 'everyone');
  device.actions.react(device.row('theirs'), '👍');
  await settle();
  expect(device.rows()[1]).toMatchObject({ deleted: true, reactions: [], change: null });
  expect(device.client.store.getState().announcement?.kind).toBe('refused-reaction');
  expect(device.client.outbox.size).toBe(0);
});

it('an edit of a message that another device deleted for oneself waits for nobody', async () => {
  const { server, me, mine, device } = await meet();
  device.transport.losesEvents = true;
  server.remove(me._id, mine._id, 'me');
  device.actions.edit(device.row('mine'), 'typed for nothing');
  await settle();
  expect(device.texts()).toEqual(['theirs']);
  expect(device.client.outbox.size).toBe(0);
});

it('deleted for everyone in one tab and for oneself in another, it is both', async () => {
  const { server, me, ann, mine, device, openTab, log } = await meet();
  const other = await openTab();
  server.httpFailure = 'unavailable';
  // Both act before either has heard of the other.
  const [row, same] = [device.row('mine'), other.row('mine')];
  device.actions.remove(row, 'everyone');
  other.actions.remove(same, 'me');
  await settle();
  server.httpFailure = null;
  await device.clock.advance(40_000);
  await other.clock.advance(40_000);
  expect(server.view(ann._id, log()[0] ?? mine)).toMatchObject({ text: '', hidden: false });
  expect(log()[0]?.deletedAt).not.toBeNull();
  expect(server.view(me._id, log()[0] ?? mine).hidden).toBe(true);
});

it('two tabs share what waits, and it is done once', async () => {
  const { server, device, openTab, log, changes } = await meet();
  const other = await openTab();
  server.httpFailure = 'unavailable';
  device.actions.edit(device.row('mine'), 'edited');
  await settle();
  expect(other.row('edited').change).toMatchObject({ state: 'waiting' });
  server.httpFailure = null;
  server.requests.length = 0;
  device.client.stop();
  await other.clock.advance(40_000);
  expect(changes()).toEqual(['PATCH message']);
  expect(log()[0]?.text).toBe('edited');
  expect(other.row('edited').change).toBeNull();
  expect(other.client.outbox.size).toBe(0);
});

it('an edit in one tab reaches a message that another tab is about to send', async () => {
  const { server, device, openTab, log } = await meet();
  const other = await openTab();
  for (const tab of [device, other]) tab.transport.drop();
  server.httpFailure = 'unavailable';
  device.actions.sendText('frist');
  await settle();
  other.actions.edit(other.row('frist'), 'first');
  await settle();
  server.httpFailure = null;
  await device.clock.advance(40_000);
  await other.clock.advance(40_000);
  expect(
    log()
      .slice(2)
      .map(({ text }) => text),
  ).toEqual(['first']);
  for (const tab of [device, other]) {
    expect(tab.texts()).toEqual(['mine', 'theirs', 'first']);
    expect(tab.client.outbox.size).toBe(0);
  }
});

it('a reply shows what it answers while it waits, as that is by then', async () => {
  const { server, theirs, device, log } = await meet();
  device.transport.drop();
  server.httpFailure = 'unavailable';
  device.actions.sendText('why?', { replyTo: theirs });
  await settle();
  expect(device.row('why?')).toMatchObject({ status: 'sending', replyTo: { text: 'theirs' } });
  server.httpFailure = null;
  server.edit(theirs.conversationId, 2, 'hers');
  device.transport.open();
  await device.clock.advance(40_000);
  expect(device.row('why?')).toMatchObject({ status: 'sent', replyTo: { text: 'hers' } });
  expect(log()).toHaveLength(3);
});

it('a message is sent on to several people, each under its own number', async () => {
  const { server, me, theirs, device } = await meet();
  const people = [server.addUser('Bob'), server.addUser('Cleo')];
  device.actions.forward(
    device.row('theirs'),
    people.map(({ _id }) => _id),
  );
  await settle();
  for (const { _id } of people) {
    const [copy] = server.page(me._id, _id).messages;
    expect(copy).toMatchObject({ text: theirs.text, forwarded: true, senderId: me._id, seq: 1 });
  }
});

it('messages that an earlier version of the product left are still sent', async () => {
  const ownerId = 'from-version-2';
  await indexedDB.deleteDatabase('parley-outbox');
  const old = await openDB('parley-outbox', 2, {
    upgrade(db) {
      const items = db.createObjectStore('items', { keyPath: 'position', autoIncrement: true });
      items.createIndex('clientId', 'clientId', { unique: true });
      items.createIndex('ownerId', 'ownerId');
      items.createIndex('line', ['ownerId', 'to']);
    },
  });
  const left = { clientId: 'a', ownerId, to: 'ann', text: 'left', image: null, createdAt: '' };
  await old.add('items', { ...left, failure: null });
  old.close();
  const storage = createIdbOutboxStorage();
  expect(await storage.next(ownerId, 'ann')).toMatchObject({
    kind: 'send',
    text: 'left',
    replyTo: null,
    forwardOf: null,
  });
  expect(await storage.changesOf(ownerId, 'a')).toEqual([]);
});

it('without any storage a change is made all the same', async () => {
  const refuse = () => Promise.reject(new Error('no storage'));
  const names = ['list', 'next', 'changesOf', 'find', 'add', 'update', 'remove'];
  const storage = Object.fromEntries(
    names.map((name) => [name, refuse]),
  ) as unknown as OutboxStorage;
  const { device, log } = await meet({ storage });
  device.actions.edit(device.row('mine'), 'edited');
  device.actions.sendText('frist');
  device.actions.edit(device.row('frist'), 'first');
  await settle();
  await device.clock.advance(1_000);
  expect(log().map(({ text }) => text)).toEqual(['edited', 'theirs', 'first']);
  expect(device.client.outbox.size).toBe(0);
});
