import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { MessageDto, PersonDto } from '@/lib/shared/dto';
import {
  expectFailure,
  expectSuccess,
  newPerson,
  nextEvent,
  type Person,
  request,
} from '../support/person';
import { sendPicture } from '../support/photos';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();

const ownRow = async (person: Person, query = '') =>
  (await person.people(query)).users.find((user) => user._id === person.id);

test('a note to oneself is stored, numbered, delivered and seen at once, and never unseen', async () => {
  const ada = await newPerson(server().url);
  const first = await ada.send(ada, 'buy bread');
  const second = await ada.send(ada, 'and salt');
  expect([first, second]).toMatchObject([
    { seq: 1, senderId: ada.id, receiverId: ada.id, delivered: true, seen: true },
    { seq: 2, delivered: true, seen: true },
  ]);
  expect(await ada.history(ada)).toMatchObject({
    lastSeq: 2,
    seenSeq: 2,
    deliveredSeq: 2,
    mySeenSeq: 2,
    messages: [
      { text: 'buy bread', seen: true },
      { text: 'and salt', seen: true },
    ],
  });
  const { users, unseenMessages } = await ada.people();
  expect(unseenMessages).toEqual({});
  expect(users[0]).toMatchObject({
    _id: ada.id,
    lastSeq: 2,
    seenSeq: 2,
    mySeenSeq: 2,
    lastMessage: { text: 'and salt' },
    online: false,
    lastSeenAt: null,
  });
});

test('one is in the list only once there is a note, and stands there once', async () => {
  const ada = await newPerson(server().url, { fullName: 'Notable Person' });
  expect(await ownRow(ada, 'limit=100')).toBeUndefined();
  expect(await ownRow(ada, 'q=Notable')).toBeUndefined();
  expect(await ownRow(ada, `q=${encodeURIComponent(ada.user.email)}`)).toBeUndefined();
  await ada.send(ada, 'hello me');
  const bob = await newPerson(server().url);
  await ada.send(bob, 'newer');
  const ids: string[] = [];
  let cursor = '';
  do {
    const page = await ada.people(`limit=1${cursor && `&cursor=${cursor}`}`);
    ids.push(...page.users.map((user) => user._id));
    cursor = page.nextCursor ?? '';
  } while (cursor !== '' && ids.length < 60);
  expect(ids.slice(0, 2)).toEqual([bob.id, ada.id]);
  expect(ids.filter((id) => id === ada.id)).toHaveLength(1);
  expect(await ownRow(ada, 'q=Notable')).toMatchObject({ lastSeq: 1 });
  // To others one is a person like any other.
  expect((await bob.people('q=Notable')).users).toMatchObject([{ _id: ada.id, lastSeq: 1 }]);
});

test('a note reaches every device of its author once, and nobody else', async () => {
  const [ada, bob] = [await newPerson(server().url), await newPerson(server().url)];
  const [desk, phone, other] = await Promise.all([ada.connect(), ada.connect(), bob.connect()]);
  const came: string[] = [];
  const strays: MessageDto[] = [];
  phone.on('message:created', ({ text }) => came.push(text));
  other.on('message:created', (message) => strays.push(message));
  const clientId = randomUUID();
  const last = nextEvent(phone, 'message:created', ({ text }) => text === 'end');
  for (let time = 0; time < 3; time++) {
    const ack = await desk.emitWithAck('message:send', { to: ada.id, text: 'once', clientId });
    expect(ack).toMatchObject({ success: true, newMessage: { seq: 1, seen: true } });
  }
  await ada.send(ada, 'end');
  expect(await last).toMatchObject({ seen: true, delivered: true });
  await bob.send(bob, 'of my own');
  expect(came).toEqual(['once', 'end']);
  await expect.poll(() => strays.map(({ text }) => text)).toEqual(['of my own']);
  for (const socket of [desk, phone, other]) socket.disconnect();
});

test('marking a note as seen or delivered is answered, changes nothing and is told to nobody', async () => {
  const ada = await newPerson(server().url);
  const socket = await ada.connect();
  const told: string[] = [];
  socket.onAny((event: string) => told.push(event));
  const note = await ada.send(ada, 'read me');
  const seen = await ada.call<{ seenSeq: number }>(`/api/messages/${note._id}/seen`, {
    method: 'PUT',
  });
  expect(expectSuccess(seen).seenSeq).toBe(1);
  expect(await socket.emitWithAck('message:delivered', { messageId: note._id })).toMatchObject({
    deliveredSeq: 1,
  });
  // Opening the conversation marks it as well.
  expect(await ada.history(ada, '')).toMatchObject({ mySeenSeq: 1 });
  await ada.send(ada, 'end');
  await expect.poll(() => told).toEqual(['message:created', 'message:created']);
  socket.disconnect();
});

test('nobody reads the notes of another, by whichever address', async () => {
  const [ada, eve] = [await newPerson(server().url), await newPerson(server().url)];
  const note = await ada.send(ada, 'for me alone');
  expect(await eve.history(ada)).toMatchObject({ messages: [], lastSeq: 0 });
  expect(await eve.history(eve)).toMatchObject({ messages: [], lastSeq: 0 });
  const seen = await eve.call(`/api/messages/${note._id}/seen`, { method: 'PUT' });
  expect(expectFailure(seen).status).toBe(404);
});

test('notes may be pictures, and one can be asked for by one’s own id before the first note', async () => {
  const ada = await newPerson(server().url);
  const ask = async () =>
    expectSuccess(await ada.call<{ user: PersonDto }>(`/api/users/${ada.id}`)).user;
  expect(await ask()).toMatchObject({ _id: ada.id, lastMessage: null, lastSeq: 0 });
  expect(await ada.history(ada)).toMatchObject({ messages: [], lastSeq: 0 });
  await sendPicture(ada, ada);
  expect(await ask()).toMatchObject({ lastMessage: { hasImage: true }, lastSeq: 1 });
  const images = await ada.call<{ total: number }>(`/api/messages/${ada.id}/images`);
  expect(expectSuccess(images).total).toBe(1);
});

test('many notes at once have numbers without a gap, whichever way they are sent', async () => {
  const ada = await newPerson(server().url);
  const socket = await ada.connect();
  await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      index % 2
        ? ada.send(ada, `note ${index}`)
        : socket.emitWithAck('message:send', {
            to: ada.id,
            text: `note ${index}`,
            clientId: randomUUID(),
          }),
    ),
  );
  const seqs = (await ada.wholeHistory(ada)).map(({ seq }) => seq);
  expect(seqs).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  socket.disconnect();
});

test('nothing of it is open to who is not signed in', async () => {
  const ada = await newPerson(server().url);
  for (const path of [`/api/users/${ada.id}`, `/api/messages/${ada.id}`]) {
    expect(expectFailure(await request(server().url + path)).status).toBe(401);
  }
});
