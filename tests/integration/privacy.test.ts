import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { PrivacyDto } from '@/lib/shared/accounts/privacy';
import type { MessageDto, PersonDto, SearchAnswer } from '@/lib/shared/dto';
import {
  expectFailure,
  expectSuccess,
  newPerson,
  nextEvent,
  type Person,
  type TestSocket,
} from '../support/person';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
const HIDDEN = { online: false, lastSeenAt: null };

const set = (person: Person, json: unknown) =>
  person.call<{ privacy: PrivacyDto }>('/api/auth/privacy', { method: 'PUT', json });
const rowOf = async (person: Person, other: Person) =>
  expectSuccess(await person.call<{ user: PersonDto }>(`/api/users/${other.id}`)).user;
const watch = (socket: TestSocket, ...people: Person[]) =>
  socket.emitWithAck('presence:watch', { userIds: people.map(({ id }) => id) });
const markSeen = async (person: Person, message: MessageDto) =>
  expectSuccess(await person.call(`/api/messages/${message._id}/seen`, { method: 'PUT' }));

async function pair(): Promise<[Person, Person]> {
  return [await newPerson(server().url), await newPerson(server().url)];
}

test('everything is shown until its owner says otherwise; what is left out stays', async () => {
  const [ada] = await pair();
  const all = { online: true, lastSeen: true, seen: true, requests: false };
  expect(expectSuccess(await ada.call('/api/auth/privacy'))).toMatchObject({ privacy: all });
  for (let time = 0; time < 2; time++) {
    const { privacy } = expectSuccess(await set(ada, { seen: false }));
    expect(privacy).toEqual({ ...all, seen: false });
  }
  const { privacy } = expectSuccess(await set(ada, { lastSeen: false, seen: true }));
  expect(privacy).toEqual({ ...all, lastSeen: false });
  expect(expectSuccess(await set(ada, {})).privacy).toEqual(privacy);
  expect(expectSuccess(await ada.call('/api/auth/privacy'))).toMatchObject({ privacy });
  for (const json of [{ seen: 'no' }, { online: null }, [], 'x']) {
    expect(expectFailure(await set(ada, json)).status).toBe(400);
  }
  expect(JSON.stringify(expectSuccess(await ada.call('/api/auth/check')))).not.toContain('hides');
});

test('who hides being online is seen by nobody, at once and in every answer, and sees nobody', async () => {
  const [ada, bob] = await pair();
  await ada.send(bob, 'hello');
  const [adaSocket, bobSocket] = [await ada.connect(), await bob.connect()];
  for (const socket of [adaSocket, bobSocket]) await watch(socket, ada, bob);
  expect((await rowOf(bob, ada)).online).toBe(true);

  const told = nextEvent(bobSocket, 'presence:changed', ({ userId }) => userId === ada.id);
  const resync = nextEvent(adaSocket, 'resync');
  expectSuccess(await set(ada, { online: false }));
  expect(await told).toEqual({ userId: ada.id, ...HIDDEN });
  await resync;
  const heard: unknown[] = [];
  for (const socket of [adaSocket, bobSocket]) {
    socket.on('presence:changed', (change) => heard.push(change));
  }
  for (const [viewer, other, socket] of [
    [ada, bob, adaSocket],
    [bob, ada, bobSocket],
  ] as const) {
    expect(await rowOf(viewer, other)).toMatchObject(HIDDEN);
    const lists = [await viewer.people(), await viewer.people(`q=${other.user.fullName}`)];
    for (const { users } of lists) {
      expect(users.find(({ _id }) => _id === other.id)).toMatchObject(HIDDEN);
    }
    expect(await watch(socket, other)).toMatchObject({
      presence: [{ userId: other.id, ...HIDDEN }],
    });
  }
  // Comings and goings of either are told to others, and not to the other.
  const observer = await newPerson(server().url);
  const eye = await observer.connect();
  await watch(eye, ada, bob);
  const left = nextEvent(
    eye,
    'presence:changed',
    ({ userId, online }) => userId === bob.id && !online,
  );
  bobSocket.disconnect();
  expect((await left).lastSeenAt).not.toBeNull();
  const back = await bob.connect();
  back.on('presence:changed', (change) => heard.push(change));
  expect(await watch(back, ada)).toMatchObject({ presence: [HIDDEN] });
  adaSocket.disconnect();
  const adaAgain = await ada.connect();
  adaAgain.on('presence:changed', (change) => heard.push(change));
  expect(await watch(adaAgain, bob)).toMatchObject({ presence: [HIDDEN] });
  expect(heard).toEqual([]);

  // Names are still told of.
  const renamed = nextEvent(adaAgain, 'user:updated', ({ _id }) => _id === bob.id);
  expectSuccess(
    await bob.call('/api/auth/update-profile', { method: 'PUT', json: { fullName: 'Bob B.' } }),
  );
  await renamed;

  const shown = nextEvent(back, 'presence:changed', ({ userId }) => userId === ada.id);
  expectSuccess(await set(ada, { online: true }));
  expect(await shown).toMatchObject({ online: true });
  expect((await rowOf(ada, bob)).online).toBe(true);
  expect(await watch(adaAgain, bob)).toMatchObject({ presence: [{ online: true }] });
  for (const socket of [eye, back, adaAgain]) socket.disconnect();
});

test('who hides when they were last online is seen online, and sees nobody’s last time', async () => {
  const [ada, bob] = await pair();
  const [adaSocket, bobSocket] = [await ada.connect(), await bob.connect()];
  await watch(bobSocket, ada);
  expectSuccess(await set(ada, { lastSeen: false }));
  await watch(adaSocket, bob);
  for (const [viewer, other, socket] of [
    [ada, bob, adaSocket],
    [bob, ada, bobSocket],
  ] as const) {
    const online = { online: true, lastSeenAt: null };
    expect(await rowOf(viewer, other)).toMatchObject(online);
    expect(await watch(socket, other)).toMatchObject({ presence: [online] });
  }
  // A third sees of the one what the other must not see.
  const observer = await newPerson(server().url);
  const eye = await observer.connect();
  await watch(eye, ada, bob);
  const isGone = (person: Person) => (change: { userId: string; online: boolean }) =>
    change.userId === person.id && !change.online;
  const [seenByAda, seenByOther] = [
    nextEvent(adaSocket, 'presence:changed', isGone(bob)),
    nextEvent(eye, 'presence:changed', isGone(bob)),
  ];
  bobSocket.disconnect();
  expect((await seenByAda).lastSeenAt).toBeNull();
  expect((await seenByOther).lastSeenAt).not.toBeNull();
  const adaGone = nextEvent(eye, 'presence:changed', isGone(ada));
  adaSocket.disconnect();
  expect((await adaGone).lastSeenAt).toBeNull();
  eye.disconnect();
});

test('hidden, what is seen is told as delivered, to both; one’s own count and devices go on', async () => {
  const [ada, bob] = await pair();
  const before = await bob.send(ada, 'before');
  await markSeen(ada, before);
  const [adaSocket, bobSocket] = [await ada.connect(), await bob.connect()];
  expectSuccess(await set(ada, { seen: false }));
  const seenByBob: unknown[] = [];
  bobSocket.on('conversation:seen', (mark) => {
    if (mark.userId === ada.id) seenByBob.push(mark);
  });
  const after = await bob.send(ada, 'after the change');
  const delivered = nextEvent(bobSocket, 'conversation:delivered', ({ seq }) => seq === after.seq);
  const own = nextEvent(adaSocket, 'conversation:seen', ({ seq }) => seq === after.seq);
  expect((await ada.people()).unseenMessages).toEqual({ [bob.id]: 1 });
  await markSeen(ada, after);
  await Promise.all([delivered, own]);
  expect((await ada.people()).unseenMessages).toEqual({});
  expect((await ada.history(bob)).messages.map(({ seen }) => seen)).toEqual([true, true]);
  expect((await ada.history(bob)).mySeenSeq).toBe(2);

  // What was told before stays told; no answer tells more.
  const marks = { seenSeq: 1, deliveredSeq: 2 };
  const flags = [
    { seen: true, delivered: true },
    { seen: false, delivered: true },
  ];
  expect(await bob.history(ada)).toMatchObject({ ...marks, messages: flags });
  expect(await rowOf(bob, ada)).toMatchObject(marks);
  const edited = nextEvent(bobSocket, 'message:updated');
  const ownEdit = nextEvent(adaSocket, 'message:updated');
  expectSuccess(
    await bob.call(`/api/messages/${after._id}`, { method: 'PATCH', json: { text: 'changed' } }),
  );
  expect(await edited).toMatchObject(flags[1] ?? {});
  expect(await ownEdit).toMatchObject({ seen: true });
  const changes = await bob.call(`/api/messages/${ada.id}/changes?after=0`);
  expect(expectSuccess(changes)).toMatchObject({ messages: [flags[1]] });
  const found = await bob.call<SearchAnswer>('/api/search?q=changed');
  expect(expectSuccess(found).results.map(({ message }) => message.seen)).toEqual([false]);

  // Mutual: of what Bob sees, Ada learns no more either, in a conversation of which both had none.
  const answer = await ada.send(bob, 'an answer');
  await markSeen(bob, answer);
  expect((await ada.history(bob)).messages.at(-1)).toMatchObject({ seen: false, delivered: true });
  const eve = await newPerson(server().url);
  const first = await eve.send(ada, 'a first message');
  await markSeen(ada, first);
  expect((await eve.history(ada)).messages).toMatchObject([{ seen: false, delivered: true }]);

  const shown = nextEvent(bobSocket, 'conversation:seen', ({ userId }) => userId === ada.id);
  expectSuccess(await set(ada, { seen: true }));
  expect(await shown).toMatchObject({ seq: 2 });
  expect(seenByBob).toHaveLength(1);
  expect((await bob.history(ada)).seenSeq).toBe(2);
  expect((await eve.history(ada)).messages).toMatchObject([{ seen: true }]);
  for (const socket of [adaSocket, bobSocket]) socket.disconnect();
});

test('a conversation begun, or set up, while either hides it is hidden; both have to show it', async () => {
  const [ada, bob] = await pair();
  for (const person of [ada, bob]) expectSuccess(await set(person, { seen: false }));
  expectSuccess(
    await ada.call(`/api/conversations/${bob.id}`, { method: 'PUT', json: { pinned: true } }),
  );
  await markSeen(bob, await ada.send(bob, 'one'));
  expectSuccess(await set(ada, { seen: true }));
  expect((await ada.history(bob)).seenSeq).toBe(0);
  expectSuccess(await set(bob, { seen: true }));
  expect((await ada.history(bob)).seenSeq).toBe(1);
});

test('turned on and off many times at once, the conversations say what the account says', async () => {
  const [ada, bob] = await pair();
  await ada.send(bob, 'hello');
  for (let round = 0; round < 5; round++) {
    const turns = Array.from({ length: 8 }, (_, index) => set(ada, { seen: index % 2 === 0 }));
    // Somebody writes for the first time in the middle of it.
    const eve = await newPerson(server().url);
    const [message] = await Promise.all([eve.send(ada, randomUUID()), ...turns]);
    await markSeen(ada, message);
    const { privacy } = expectSuccess(await ada.call<{ privacy: PrivacyDto }>('/api/auth/privacy'));
    expect((await eve.history(ada)).seenSeq).toBe(privacy.seen ? 1 : 0);
  }
});
