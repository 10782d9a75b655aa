import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import { expect, test } from 'vitest';
import { newPerson, nextEvent, type Person, type TestSocket } from '../support/person';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();

async function twoPeople(): Promise<[Person, Person]> {
  return Promise.all([newPerson(server().url), newPerson(server().url)]);
}

/** Resolves with the error message of a connection that is refused. */
function refusal(options: Parameters<typeof io>[1]): Promise<string> {
  const socket = io(server().url, { forceNew: true, reconnection: false, ...options });
  return new Promise((resolve, reject) => {
    socket.once('connect_error', (error) => resolve(error.message));
    socket.once('connect', () => reject(new Error('connected')));
  }).finally(() => socket.disconnect()) as Promise<string>;
}

function connectWithCookie(person: Person, origin: string): TestSocket {
  return io(server().url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: { cookie: `authjs.session-token=${person.token}`, origin },
  });
}

test('only a verified token opens a socket, whatever else the handshake claims', async () => {
  const ada = await newPerson(server().url);
  for (const transports of [['websocket'], ['polling']]) {
    expect(await refusal({ transports })).toBe('unauthorized');
    expect(await refusal({ transports, auth: { token: 'x.y.z' } })).toBe('unauthorized');
    expect(await refusal({ transports, auth: { token: { $gt: '' } } })).toBe('unauthorized');
    expect(await refusal({ transports, auth: { userId: ada.id } })).toBe('unauthorized');
    expect(await refusal({ transports, query: { userId: ada.id } })).toBe('unauthorized');
  }
});

test('the cookie opens a socket from our own origin, and from no other', async () => {
  const ada = await newPerson(server().url);
  const socket = connectWithCookie(ada, server().url);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  socket.disconnect();
  const foreign = connectWithCookie(ada, 'https://evil.example');
  const error = await new Promise<Error>((resolve) => foreign.once('connect_error', resolve));
  expect(error.message).toBe('unauthorized');
});

test('a message reaches every socket of both people, and nobody else', async () => {
  const [ada, bob] = await twoPeople();
  const eve = await newPerson(server().url);
  const [adaPhone, adaLaptop, bobSocket, eveSocket] = await Promise.all([
    ada.connect(),
    ada.connect(),
    bob.connect(),
    eve.connect(),
  ]);
  const overheard: unknown[] = [];
  eveSocket.onAny((...args) => overheard.push(args));
  const everywhere = Promise.all(
    [adaPhone, adaLaptop, bobSocket].map((socket) => nextEvent(socket, 'message:created')),
  );
  const clientId = randomUUID();
  const ack = await adaPhone.emitWithAck('message:send', { to: bob.id, text: 'hello', clientId });
  if (!ack.success) throw new Error(ack.message);
  for (const message of await everywhere) expect(message).toEqual(ack.newMessage);
  // A second message that Eve does get shows that the first would have reached her by now.
  const toEve = nextEvent(eveSocket, 'message:created');
  await bob.send(eve, 'hello Eve');
  await toEve;
  expect(overheard).toHaveLength(1);
  for (const socket of [adaPhone, adaLaptop, bobSocket, eveSocket]) socket.disconnect();
});

test('a message sent by HTTP is announced just the same', async () => {
  const [ada, bob] = await twoPeople();
  const socket = await bob.connect();
  const heard = nextEvent(socket, 'message:created');
  const sent = await ada.send(bob, 'by HTTP');
  expect(await heard).toEqual(sent);
  socket.disconnect();
});

test('delivered and seen move forward only, imply one another rightly, and are told to both', async () => {
  const [ada, bob] = await twoPeople();
  const [adaSocket, bobSocket] = await Promise.all([ada.connect(), bob.connect()]);
  const first = await ada.send(bob, 'one');
  const second = await ada.send(bob, 'two');

  const delivered = nextEvent(adaSocket, 'conversation:delivered');
  expect(await bobSocket.emitWithAck('message:delivered', { messageId: second._id })).toEqual({
    success: true,
    deliveredSeq: 2,
  });
  expect(await delivered).toMatchObject({ userId: bob.id, seq: 2 });
  expect((await ada.history(bob)).messages).toMatchObject([
    { delivered: true, seen: false },
    { delivered: true, seen: false },
  ]);
  expect(await bobSocket.emitWithAck('message:delivered', { messageId: first._id })).toMatchObject({
    deliveredSeq: 2,
  });

  const seenByTab = nextEvent(bobSocket, 'conversation:seen');
  expect(await bobSocket.emitWithAck('message:seen', { messageId: second._id })).toEqual({
    success: true,
    seenSeq: 2,
  });
  expect(await seenByTab).toMatchObject({ userId: bob.id, seq: 2 });
  const refused = await adaSocket.emitWithAck('message:seen', { messageId: second._id });
  expect(refused).toMatchObject({ success: false, code: 'not_found' });
  adaSocket.disconnect();
  bobSocket.disconnect();
});

test('a second tab closing leaves the person online; the last one closing does not', async () => {
  const [ada, bob] = await twoPeople();
  const watcher = await ada.connect();
  const arrived = nextEvent(watcher, 'presence:changed');
  const before = await watcher.emitWithAck('presence:watch', { userIds: [bob.id] });
  expect(before).toMatchObject({ presence: [{ userId: bob.id, online: false, lastSeenAt: null }] });
  const firstTab = await bob.connect();
  const secondTab = await bob.connect();
  expect(await arrived).toMatchObject({ userId: bob.id, online: true });

  const left = nextEvent(watcher, 'presence:changed');
  secondTab.disconnect();
  const stillThere = await watcher.emitWithAck('presence:watch', { userIds: [bob.id] });
  expect(stillThere).toMatchObject({ presence: [{ online: true }] });
  expect((await ada.people(`q=${encodeURIComponent(bob.user.email)}`)).users[0]?.online).toBe(true);
  firstTab.disconnect();
  // A reload within the grace goes unnoticed.
  const reloaded = await bob.connect();
  reloaded.disconnect();
  const gone = await left;
  expect(gone).toMatchObject({ userId: bob.id, online: false });
  expect(Date.parse(gone.lastSeenAt ?? '')).not.toBeNaN();
  watcher.disconnect();
});

test('presence is told to those who watch, and a new watch replaces the last', async () => {
  const [ada, bob] = await twoPeople();
  const cleo = await newPerson(server().url);
  const watcher = await ada.connect();
  const heard: string[] = [];
  watcher.on('presence:changed', ({ userId }) => heard.push(userId));
  await watcher.emitWithAck('presence:watch', { userIds: [bob.id] });
  await watcher.emitWithAck('presence:watch', { userIds: [cleo.id] });
  const bobSocket = await bob.connect();
  const cleoArrives = nextEvent(watcher, 'presence:changed');
  const cleoSocket = await cleo.connect();
  await cleoArrives;
  expect(heard).toEqual([cleo.id]);
  for (const socket of [watcher, bobSocket, cleoSocket]) socket.disconnect();
});

test('typing reaches the other person under the true name', async () => {
  const [ada, bob] = await twoPeople();
  const [adaSocket, bobSocket] = await Promise.all([ada.connect(), bob.connect()]);
  const typing = nextEvent(bobSocket, 'typing');
  adaSocket.emit('typing', { to: bob.id, typing: true, userId: bob.id } as never);
  expect(await typing).toEqual({ userId: ada.id, typing: true });
  adaSocket.disconnect();
  bobSocket.disconnect();
});

test('a changed profile reaches those who watch, and the own other tabs', async () => {
  const [ada, bob] = await twoPeople();
  const [watcher, ownTab] = await Promise.all([ada.connect(), bob.connect()]);
  await watcher.emitWithAck('presence:watch', { userIds: [bob.id] });
  const heard = Promise.all([
    nextEvent(watcher, 'user:updated'),
    nextEvent(ownTab, 'user:updated'),
  ]);
  await bob.call('/api/auth/update-profile', { method: 'PUT', json: { fullName: 'Robert' } });
  for (const user of await heard) {
    expect(user).toMatchObject({ _id: bob.id, fullName: 'Robert' });
    expect(user).not.toHaveProperty('email');
    expect(user).not.toHaveProperty('passwordHash');
  }
  watcher.disconnect();
  ownTab.disconnect();
});

test('a payload over 64 KB closes that socket and nothing else', async () => {
  const [ada, bob] = await twoPeople();
  const [adaSocket, bobSocket] = await Promise.all([ada.connect(), bob.connect()]);
  const closed = new Promise((resolve) => adaSocket.once('disconnect', resolve));
  adaSocket.emit('typing', { to: bob.id, typing: 'x'.repeat(70_000) } as never);
  await closed;
  expect(bobSocket.connected).toBe(true);
  expect((await ada.call('/api/auth/check')).status).toBe(200);
  bobSocket.disconnect();
});
