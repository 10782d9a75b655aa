import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  lostPictures,
  restoreSnapshot,
  takeConversation,
  takePeople,
} from '@/lib/client/offline/snapshot';
import { SnapshotStorage } from '@/lib/client/offline/snapshot-idb';
import { SnapshotWriter } from '@/lib/client/offline/snapshot-writer';
import { settle } from './support/fake-clock';
import { FakeServer } from './support/fake-server';
import { createDevice, type Device, openDevice } from './support/harness';

const MONTH_MS = 31 * 24 * 60 * 60 * 1_000;
const storage = new SnapshotStorage();
beforeEach(() => storage.forget());

function keep({ client, environment, clock }: Device): SnapshotWriter {
  const writer = new SnapshotWriter({ client, storage, environment, clock });
  writer.start();
  return writer;
}

/** A device that begins with what was kept, without a server. */
async function openKept(server: FakeServer, now: number): Promise<Device> {
  const snapshot = await storage.read(now);
  if (!snapshot) throw new Error('nothing was kept');
  const device = createDevice(server, snapshot.me);
  restoreSnapshot(device.client, snapshot);
  device.client.start();
  return device;
}

async function meet() {
  const server = new FakeServer();
  const me = server.addUser('Me');
  const ann = server.addUser('Ann');
  for (const text of ['one', 'two']) server.send(ann._id, { to: me._id, text });
  const device = await openDevice(server, me);
  const writer = keep(device);
  return { server, me, ann, device, writer };
}

describe('what is kept for being offline', () => {
  it('shows the list and the conversations opened last, and nobody as online', async () => {
    const { server, me, ann, device, writer } = await meet();
    server.addUser('Bea');
    await device.client.catchUp.run();
    device.client.openConversation(ann._id);
    await settle();
    await writer.flush();
    const kept = await openKept(server, device.clock.now());
    expect(kept.client.store.getChat().me).toEqual(me);
    expect(kept.client.views.listed().map((row) => row.fullName)).toEqual(['Ann', 'Bea']);
    expect(kept.client.views.person(ann._id)?.online).toBe(false);
    expect(kept.screen(ann._id)).toEqual(['one', 'two']);
    expect(kept.unseen(ann._id)).toBe(2);
  });

  it('joins with what happened meanwhile: nothing is missing, doubled or out of order', async () => {
    const { server, me, ann, device, writer } = await meet();
    device.client.openConversation(ann._id);
    await settle();
    await writer.flush();
    device.client.stop();
    const bea = server.addUser('Bea');
    server.send(bea._id, { to: me._id, text: 'new here' });
    for (const text of ['three', 'four']) server.send(ann._id, { to: me._id, text });
    const kept = await openKept(server, device.clock.now());
    kept.client.openConversation(ann._id);
    kept.transport.open();
    await kept.clock.advance(1);
    expect(kept.screen(ann._id)).toEqual(['one', 'two', 'three', 'four']);
    expect(kept.client.views.listed().map((row) => row.fullName)).toEqual(['Ann', 'Bea']);
    expect(kept.unseen(bea._id)).toBe(1);
    expect(kept.unseen(ann._id)).toBe(4);
  });

  it('looks at every row again: one brought up to date by an event says nothing of those below', async () => {
    const { server, me, ann, device, writer } = await meet();
    const bea = server.addUser('Bea');
    server.send(bea._id, { to: me._id, text: 'seen on the list' });
    await device.client.catchUp.run();
    device.transport.losesEvents = true;
    server.send(bea._id, { to: me._id, text: 'lost on the way' });
    device.transport.losesEvents = false;
    server.send(ann._id, { to: me._id, text: 'on top' });
    await writer.flush();
    device.client.stop();
    const kept = await openKept(server, device.clock.now());
    kept.transport.open();
    await kept.clock.advance(1);
    expect(kept.client.views.person(bea._id)?.lastMessage?.text).toBe('lost on the way');
  });

  it('goes on with the list where the server says, beyond what was kept of it', async () => {
    const server = new FakeServer();
    const me = server.addUser('Me');
    for (let n = 0; n < 250; n++) server.addUser(`Person ${n}`);
    const device = await openDevice(server, me);
    while (device.client.store.getChat().peopleCursor) await device.client.people.loadMore();
    await keep(device).flush();
    device.client.stop();
    const kept = await openKept(server, device.clock.now());
    expect(kept.client.views.listed()).toHaveLength(200);
    expect(kept.client.store.getChat().peopleCursor).toBeNull();
    kept.transport.open();
    await kept.clock.advance(1);
    while (kept.client.store.getChat().peopleCursor) await kept.client.people.loadMore();
    expect(kept.client.views.listed()).toHaveLength(250);
  });

  it('forgets a glance the server was not told of, so that it will be', async () => {
    const { server, me, ann, device } = await meet();
    device.client.openConversation(ann._id);
    await settle();
    device.transport.drop();
    server.httpFailure = 'unavailable';
    device.client.receipts.view(ann._id);
    await settle();
    expect(device.unseen(ann._id)).toBe(0);
    const answer = takeConversation(device.client, ann._id);
    if (!answer) throw new Error('the conversation is open');
    const kept = createDevice(server, me);
    restoreSnapshot(kept.client, {
      me,
      people: takePeople(device.client, new Date(device.clock.now()).toISOString()),
      conversations: [{ userId: ann._id, answer }],
    });
    device.client.stop();
    server.httpFailure = null;
    kept.client.start();
    expect(kept.unseen(ann._id)).toBe(2);
    kept.client.openConversation(ann._id);
    kept.transport.open();
    await kept.clock.advance(1);
    kept.client.receipts.view(ann._id);
    await kept.clock.advance(1_000);
    expect(server.person(me._id, ann._id).mySeenSeq).toBe(2);
  });

  it('is written now and then while things change, and when the page is left', async () => {
    const { server, me, ann, device } = await meet();
    await device.clock.advance(2_100);
    const { clock, environment } = device;
    server.send(ann._id, { to: me._id, text: 'three' });
    const newest = async () =>
      (await storage.read(clock.now()))?.people.users[0]?.lastMessage?.text;
    expect(await newest()).toBe('two');
    await clock.advance(2_100);
    expect(await newest()).toBe('three');
    server.send(ann._id, { to: me._id, text: 'four' });
    environment.set({ visible: false });
    await settle();
    expect(await newest()).toBe('four');
  });

  it('is bounded: the conversations opened last, the newest messages of each', async () => {
    const server = new FakeServer();
    const me = server.addUser('Me');
    const device = await openDevice(server, me);
    const writer = keep(device);
    const ids: string[] = [];
    for (let n = 0; n < 25; n++) {
      const { _id } = server.addUser(`Person ${n}`);
      ids.push(_id);
      for (let m = 0; m < (n === 24 ? 80 : 1); m++) {
        server.send(_id, { to: me._id, text: `message ${m}` });
      }
      const close = device.client.openConversation(_id);
      await settle();
      close();
      await device.clock.advance(10);
      await writer.flush();
    }
    const snapshot = await storage.read(device.clock.now());
    const kept = snapshot?.conversations.map(({ userId }) => userId) ?? [];
    expect(kept).toEqual(ids.slice(5));
    const last = snapshot?.conversations.at(-1)?.answer;
    expect(last?.messages).toHaveLength(50);
    expect(last?.hasBefore).toBe(true);
  });
});

describe('what is kept of messages that are changed', () => {
  const textsOf = async (userId: string, now: number) => {
    const snapshot = await storage.read(now);
    const kept = snapshot?.conversations.find((each) => each.userId === userId);
    return {
      texts: kept?.answer.messages.map(({ text }) => text),
      preview: snapshot?.people.users.find(({ _id }) => _id === userId)?.lastMessage?.text,
    };
  };

  it('is without a deleted one two seconds later', async () => {
    const { server, ann, device, writer } = await meet();
    device.client.openConversation(ann._id);
    await settle();
    await writer.flush();
    const [, last] = server.messages(
      server.person(device.client.store.getChat().me._id, ann._id).conversationId,
    );
    server.remove(ann._id, last?._id ?? '', 'everyone');
    await device.clock.advance(2_000);
    await writer.flush();
    expect(await textsOf(ann._id, device.clock.now())).toEqual({ texts: ['one', ''], preview: '' });
  });

  it('follows also where the conversation was not opened since, now or at the next connection', async () => {
    const { server, me, ann, device, writer } = await meet();
    const close = device.client.openConversation(ann._id);
    await settle();
    close();
    await writer.flush();
    writer.stop();
    device.client.stop();
    const [first, last] = server.messages(server.person(me._id, ann._id).conversationId);
    server.remove(ann._id, first?._id ?? '', 'everyone');

    const later = await openDevice(server, me);
    const next = keep(later);
    await next.flush();
    const now = later.clock.now();
    expect((await textsOf(ann._id, now)).texts).toEqual(['', 'two']);
    server.edit(last?.conversationId ?? '', 2, 'second');
    await later.clock.advance(2_000);
    await next.flush();
    expect(await textsOf(ann._id, now)).toEqual({ texts: ['', 'second'], preview: 'second' });
  });

  it('names the pictures that were in deleted messages', () => {
    const picture = { url: '/api/uploads/a.webp', width: 1, height: 1, placeholder: '' };
    const server = new FakeServer();
    const [me, ann] = [server.addUser('Me'), server.addUser('Ann')];
    const kept = { ...server.send(ann._id, { to: me._id, text: '' }), image: picture };
    const other = { ...server.send(ann._id, { to: me._id, text: '' }), image: picture };
    expect(lostPictures([kept, other], [{ ...kept, image: null }])).toEqual([picture.url]);
    expect(lostPictures([kept], [kept])).toEqual([]);
    const preview = { url: 'u', siteName: '', title: '', description: '', image: picture };
    const linked = { ...kept, image: null, preview };
    expect(lostPictures([linked], [{ ...linked, preview: null }])).toEqual([picture.url]);
  });
});

describe('what is not kept', () => {
  it('goes when the person is forgotten, also what a tab that missed it writes afterwards', async () => {
    const { server, me, ann, device, writer } = await meet();
    await writer.flush();
    await storage.forget();
    expect(await storage.read(device.clock.now())).toBeNull();
    server.send(ann._id, { to: me._id, text: 'too late' });
    await writer.flush();
    expect(await storage.read(device.clock.now())).toBeNull();

    // Signed in again: a new beginning.
    const again = await openDevice(server, me);
    await keep(again).flush();
    expect((await storage.read(again.clock.now()))?.me._id).toBe(me._id);
  });

  it('goes when another person signs in', async () => {
    const { server, ann, device, writer } = await meet();
    device.client.openConversation(ann._id);
    await settle();
    await writer.flush();
    const other = server.addUser('Other');
    const theirs = await openDevice(server, other);
    await keep(theirs).flush();
    const snapshot = await storage.read(theirs.clock.now());
    expect(snapshot?.me._id).toBe(other._id);
    expect(snapshot?.conversations).toEqual([]);
  });

  it('is not shown once no session can be that old, however often it was opened without a server', async () => {
    const { server, device, writer } = await meet();
    await writer.flush();
    const kept = await openKept(server, device.clock.now());
    kept.clock.jump(MONTH_MS / 2);
    await keep(kept).flush();
    expect(await storage.read(device.clock.now() + MONTH_MS)).toBeNull();
  });
});
