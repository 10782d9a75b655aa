import { expect, test } from 'vitest';
import type {
  ChangesAnswer,
  ImagesAnswer,
  PersonDto,
  SearchAnswer,
  SettingsAnswer,
} from '@/lib/shared/dto';
import { expectFailure, expectSuccess, newPerson, nextEvent, type Person } from '../support/person';
import { sendPicture } from '../support/photos';
import { serverForFile } from '../support/shared-server';
import { unzip } from '../support/unzip';

const server = serverForFile();

const clear = (person: Person, other: Person | string) =>
  person.call<SettingsAnswer>(
    `/api/conversations/${typeof other === 'string' ? other : other.id}/messages`,
    { method: 'DELETE' },
  );
const rowOf = async (person: Person, other: Person) =>
  expectSuccess(await person.call<{ user: PersonDto }>(`/api/users/${other.id}`)).user;
const found = async (person: Person, q: string) =>
  expectSuccess(await person.call<SearchAnswer>(`/api/search?q=${q}`)).results;
const images = async (person: Person, other: Person) =>
  expectSuccess(await person.call<ImagesAnswer>(`/api/messages/${other.id}/images`));
const statusOf = async (person: Person, path: string) =>
  (await fetch(server().url + path, { headers: { authorization: `Bearer ${person.token}` } }))
    .status;
const pair = async (): Promise<[Person, Person]> => [
  await newPerson(server().url),
  await newPerson(server().url),
];

test('what was cleared is in no answer for its reader, and stays for the other', async () => {
  const [ada, bob] = await pair();
  const secret = await bob.send(ada, 'harbour one');
  const own = await ada.send(bob, 'harbour two');
  await sendPicture(bob, ada);
  const image = (await bob.history(ada)).messages.at(-1)?.image?.url ?? '';
  expect(await statusOf(ada, image)).toBe(200);
  expectSuccess(
    await bob.call(`/api/messages/${secret._id}`, {
      method: 'PATCH',
      json: { text: 'harbour three' },
    }),
  );
  const socket = await ada.connect();
  const bobSocket = await bob.connect();
  const toldToBob: string[] = [];
  bobSocket.onAny((event: string) => toldToBob.push(event));
  const told = nextEvent(socket, 'conversation:settings');
  const { clearedSeq } = expectSuccess(await clear(ada, bob));
  expect(clearedSeq).toBe(3);
  expect(await told).toMatchObject({ userId: bob.id, clearedSeq: 3 });
  // Again: nothing changes.
  expect(expectSuccess(await clear(ada, bob))).toMatchObject({ clearedSeq: 3 });

  for (const query of ['peek=1', 'before=3', 'after=0', 'around=2', `at=${secret.createdAt}`]) {
    expect(await ada.history(bob, query)).toMatchObject({
      messages: [],
      lastSeq: 3,
      hasBefore: false,
      hasAfter: false,
    });
  }
  expect(await rowOf(ada, bob)).toMatchObject({
    clearedSeq: 3,
    mySeenSeq: 3,
    lastMessage: { text: '', hasImage: false, deletedAt: null },
  });
  const list = await ada.people();
  expect(list.users[0]).toMatchObject({ _id: bob.id, lastMessage: { text: '' } });
  expect(list.unseenMessages).toEqual({});
  expect(await found(ada, 'harbour')).toEqual([]);
  expect(await images(ada, bob)).toMatchObject({ images: [], total: 0 });
  const changes = await ada.call<ChangesAnswer>(`/api/messages/${bob.id}/changes?after=0`);
  expect(expectSuccess(changes)).toMatchObject({ messages: [], lastRev: 1 });
  expect(await statusOf(ada, image)).toBe(404);
  expect(await statusOf(bob, image)).toBe(200);
  const forward = await ada.call(`/api/messages/send/${ada.id}`, {
    method: 'POST',
    json: { forwardOf: secret._id },
  });
  expect(expectFailure(forward).status).toBe(404);
  const quote = await ada.call(`/api/messages/send/${bob.id}`, {
    method: 'POST',
    json: { text: 'quoting', replyTo: secret._id },
  });
  expect(expectFailure(quote).status).toBe(400);
  const archive = await fetch(`${server().url}/api/auth/export`, {
    headers: { authorization: `Bearer ${ada.token}` },
  });
  const files = await unzip(Buffer.from(await archive.arrayBuffer()));
  expect(files.size).toBeGreaterThan(0);
  for (const content of files.values()) expect(content.toString()).not.toContain('harbour');

  // The other keeps everything, learns nothing, and sees nothing as seen by it.
  expect((await bob.history(ada)).messages.map(({ text }) => text)).toEqual([
    'harbour three',
    'harbour two',
    '',
  ]);
  expect(await found(bob, 'harbour')).toHaveLength(2);
  expect((await bob.history(ada)).seenSeq).toBe(0);
  expect(toldToBob).toEqual([]);

  // What is quoted, or changed, of it afterwards shows nothing either.
  const reply = nextEvent(socket, 'message:created');
  const answer = await bob.call(`/api/messages/send/${ada.id}`, {
    method: 'POST',
    json: { text: 'and so?', replyTo: secret._id },
  });
  expectSuccess(answer);
  expect(await reply).toMatchObject({ seq: 4, replyTo: { text: '', hasImage: false } });
  expect((await reply).replyTo?.deletedAt).not.toBeNull();
  const updated = nextEvent(socket, 'message:updated');
  expectSuccess(
    await bob.call(`/api/messages/${own._id}/reaction`, { method: 'PUT', json: { emoji: '👍' } }),
  );
  expect(await updated).toMatchObject({ seq: 2, text: '', hidden: true, reactions: [] });
  expect(await ada.history(bob)).toMatchObject({
    messages: [{ seq: 4, text: 'and so?', replyTo: { text: '' } }],
    hasBefore: false,
  });
  expect((await ada.people()).unseenMessages).toEqual({ [bob.id]: 1 });
  for (const each of [socket, bobSocket]) each.disconnect();
});

test('it is for whom one sees, without a conversation nothing happens, and settings stay', async () => {
  const [ada, bob] = await pair();
  expect(expectSuccess(await clear(ada, bob))).toMatchObject({ clearedSeq: 0, settingsAt: null });
  expect(expectFailure(await clear(ada, 'f'.repeat(24))).status).toBe(404);
  expect(expectFailure(await clear(ada, 'nonsense')).status).toBe(400);
  await bob.send(ada, 'hello');
  const json = { pinned: true, unread: true, mutedUntil: 'always' };
  expectSuccess(await ada.call(`/api/conversations/${bob.id}`, { method: 'PUT', json }));
  expect(expectSuccess(await clear(ada, bob)).settings).toMatchObject({
    pinned: true,
    unread: false,
    mutedUntil: 'always',
  });
  expect((await ada.people(`settingsAfter=${new Date(0).toISOString()}`)).users).toMatchObject([
    { _id: bob.id, clearedSeq: 1 },
  ]);
  await ada.send(ada, 'a note');
  expect(expectSuccess(await clear(ada, ada)).clearedSeq).toBe(1);
  expect((await ada.history(ada)).messages).toEqual([]);
});

test('cleared while many are sent: each message is before it and gone, or after it and there', async () => {
  const [ada, bob] = await pair();
  for (let round = 0; round < 5; round++) {
    const sends = Array.from({ length: 10 }, (_, index) => bob.send(ada, `${round} ${index}`));
    const [cleared] = await Promise.all([clear(ada, bob), ...sends]);
    const { clearedSeq } = expectSuccess(cleared);
    const { messages, lastSeq } = await ada.history(bob, 'after=0&limit=100');
    expect(lastSeq).toBe((round + 1) * 10);
    expect(messages.map(({ seq }) => seq)).toEqual(
      Array.from({ length: lastSeq - clearedSeq }, (_, index) => clearedSeq + 1 + index),
    );
    expect((await ada.people()).unseenMessages).toEqual(
      messages.length > 0 ? { [bob.id]: messages.length } : {},
    );
  }
});
