import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { ChangesAnswer, ConversationAnswer, MessageDto } from '@/lib/shared/dto';
import { expectFailure, expectSuccess, newPerson, nextEvent, type Person } from '../support/person';
import { sendPicture } from '../support/photos';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();

const someone = () => newPerson(server().url);
const two = () => Promise.all([someone(), someone()]);
const three = () => Promise.all([someone(), someone(), someone()]);

interface Changed {
  message: MessageDto;
}

const edit = (person: Person, { _id }: { _id: string }, text: string, baseRev?: number) =>
  person.call<Changed>(`/api/messages/${_id}`, { method: 'PATCH', json: { text, baseRev } });
const remove = (person: Person, { _id }: { _id: string }, scope = 'everyone') =>
  person.call<Changed>(`/api/messages/${_id}?for=${scope}`, { method: 'DELETE' });
const react = (person: Person, { _id }: { _id: string }, emoji: unknown) =>
  person.call<Changed>(`/api/messages/${_id}/reaction`, { method: 'PUT', json: { emoji } });
const changes = async (person: Person, other: Person, after: number, limit = 50) =>
  expectSuccess(
    await person.call<ChangesAnswer>(
      `/api/messages/${other.id}/changes?after=${after}&limit=${limit}`,
    ),
  );
const imageOf = (person: Person, { image }: MessageDto) =>
  fetch(new URL(image?.url ?? '', person.url), {
    headers: { authorization: `Bearer ${person.token}` },
  });
const post = (person: Person, to: Person, json: object) =>
  person.call<{ newMessage: MessageDto }>(`/api/messages/send/${to.id}`, { method: 'POST', json });

test('an edit is seen by both, in the list as well, and takes the next number', async () => {
  const [ada, bob] = await two();
  const sent = await ada.send(bob, 'Helo');
  expect(sent).toMatchObject({ rev: 0, reactions: [], replyTo: null, forwarded: false });
  const socket = await bob.connect();
  const heard = nextEvent(socket, 'message:updated');
  const { message } = expectSuccess(await edit(ada, sent, ' \n Hello'));
  expect(message).toMatchObject({ _id: sent._id, seq: 1, rev: 1, text: ' Hello' });
  expect(message.editedAt).not.toBeNull();
  expect(await heard).toEqual(message);
  socket.disconnect();
  for (const [person, other] of [
    [ada, bob],
    [bob, ada],
  ] as const) {
    const { messages, lastRev } = await person.history(other);
    expect({ text: messages[0]?.text, lastRev }).toEqual({ text: ' Hello', lastRev: 1 });
    const { users } = await person.people();
    expect(users.find((user) => user._id === other.id)).toMatchObject({
      lastRev: 1,
      lastMessage: { text: ' Hello' },
    });
  }
});

test('the same edit again changes nothing, also when it names the form it was made from', async () => {
  const [ada, bob] = await two();
  const sent = await ada.send(bob, 'one');
  const first = expectSuccess(await edit(ada, sent, 'two', 0)).message;
  expect(expectSuccess(await edit(ada, sent, 'two', 0)).message).toEqual(first);
  expect((await changes(ada, bob, 0)).lastRev).toBe(1);
});

test('an edit of a form that is not the latest is refused and changes nothing', async () => {
  const [ada, bob] = await two();
  const sent = await ada.send(bob, 'one');
  await edit(ada, sent, 'two', 0);
  expect(expectFailure(await edit(ada, sent, 'three', 0))).toMatchObject({
    status: 409,
    code: 'conflict',
    reason: 'stale',
  });
  expect((await ada.history(bob)).messages[0]?.text).toBe('two');
});

test('nobody but its sender edits a message or deletes it for everyone', async () => {
  const [ada, bob, eve] = await three();
  const sent = await ada.send(bob, 'mine');
  for (const other of [bob, eve]) {
    expect(expectFailure(await edit(other, sent, 'yours')).status).toBe(404);
    expect(expectFailure(await remove(other, sent)).status).toBe(404);
  }
  expect(expectFailure(await remove(eve, sent, 'me')).status).toBe(404);
  expect(expectFailure(await react(eve, sent, '👍')).status).toBe(404);
  expect(expectFailure(await post(eve, bob, { forwardOf: sent._id })).status).toBe(404);
  expect((await bob.history(ada)).messages[0]).toMatchObject({ text: 'mine', rev: 0 });
});

test.each([
  ['no text', { text: '' }],
  ['blanks', { text: ' \n ' }],
  ['4,001 characters', { text: 'x'.repeat(4001) }],
  ['a list', { text: ['x'] }],
  ['an operator as its form', { text: 'x', baseRev: { $gt: 0 } }],
])('an edit to %s is refused', async (_, json) => {
  const [ada, bob] = await two();
  const sent = await ada.send(bob, 'as it was');
  const answer = await ada.call(`/api/messages/${sent._id}`, { method: 'PATCH', json });
  expect(expectFailure(answer).status).toBe(400);
});

test('a message deleted for everyone is empty for both, keeps its number, and cannot be changed any more', async () => {
  const [ada, bob] = await two();
  const sent = await ada.send(bob, 'a word too much');
  await react(bob, sent, '❤️');
  await bob.send(ada, 'next');
  const { message } = expectSuccess(await remove(ada, sent));
  const empty = { seq: 1, rev: 2, text: '', image: null, reactions: [], hidden: false };
  expect(message).toMatchObject(empty);
  expect(message.deletedAt).not.toBeNull();
  expect((await bob.history(ada)).messages[0]).toEqual(message);
  expect(expectSuccess(await remove(ada, sent)).message.rev).toBe(2);
  for (const refused of [await edit(ada, sent, 'x'), await react(bob, sent, '👍')]) {
    expect(expectFailure(refused)).toMatchObject({ status: 409, reason: 'deleted' });
  }
});

test('the picture of a message deleted for everyone is gone from the disk, and a forwarded copy stays', async () => {
  const [ada, bob, eve] = await three();
  await sendPicture(ada, bob);
  const sent = (await ada.history(bob)).messages.at(-1) as MessageDto;
  const { newMessage: copy } = expectSuccess(await post(bob, eve, { forwardOf: sent._id }));
  const files = () => readdirSync(path.join(server().dataDir, 'uploads'));
  const nameOf = ({ image }: MessageDto) => path.basename(image?.url ?? '');
  expect(copy).toMatchObject({ forwarded: true, text: sent.text, senderId: bob.id });
  expect(nameOf(copy)).not.toBe(nameOf(sent));
  expect(files()).toEqual(expect.arrayContaining([nameOf(sent), nameOf(copy)]));
  expectSuccess(await remove(ada, sent));
  expect(files()).not.toContain(nameOf(sent));
  expect((await imageOf(bob, sent)).status).toBe(404);
  expect((await imageOf(eve, copy)).status).toBe(200);
  expect(expectFailure(await post(bob, eve, { forwardOf: sent._id })).status).toBe(404);
});

test('a message deleted for oneself is empty on one side alone, in the list as well', async () => {
  const [ada, bob] = await two();
  const sent = await ada.send(bob, 'for both');
  const { message } = expectSuccess(await remove(bob, sent, 'me'));
  expect(message).toMatchObject({ hidden: true, text: '', rev: 1 });
  expect(expectSuccess(await remove(bob, sent, 'me')).message.rev).toBe(1);
  expect((await bob.history(ada)).messages[0]).toMatchObject({ hidden: true, text: '' });
  expect((await ada.history(bob)).messages[0]).toMatchObject({ hidden: false, text: 'for both' });
  const rowOf = async (person: Person, other: Person) =>
    (await person.people()).users.find((user) => user._id === other.id);
  expect((await rowOf(bob, ada))?.lastMessage).toMatchObject({ text: '' });
  expect((await rowOf(ada, bob))?.lastMessage).toMatchObject({ text: 'for both' });
});

test('each has one reaction: set, replaced, removed, and a repeat changes nothing', async () => {
  const [ada, bob] = await two();
  const sent = await ada.send(bob, 'look');
  await react(bob, sent, '❤️');
  await react(ada, sent, '🎉');
  const both = expectSuccess(await react(bob, sent, '👍🏽')).message;
  expect(new Set(both.reactions)).toEqual(
    new Set([
      { userId: ada.id, emoji: '🎉' },
      { userId: bob.id, emoji: '👍🏽' },
    ]),
  );
  expect(expectSuccess(await react(bob, sent, '👍🏽')).message.rev).toBe(3);
  const left = expectSuccess(await react(bob, sent, null)).message;
  expect(left).toMatchObject({
    rev: 4,
    reactions: [{ userId: ada.id, emoji: '🎉' }],
    editedAt: null,
  });
  const { users, unseenMessages } = await bob.people();
  expect(users[0]?.lastSeq).toBe(1);
  expect(unseenMessages).toEqual({ [ada.id]: 1 });
});

test.each([['a word'], ['👍👍'], [''], ['1'], ['<b>'], [7], [{ $ne: null }]])(
  'a reaction of %j is refused',
  async (emoji) => {
    const [ada, bob] = await two();
    const sent = await ada.send(bob, 'look');
    expect(expectFailure(await react(bob, sent, emoji)).status).toBe(400);
  },
);

test('a reply quotes the message as it is now', async () => {
  const [ada, bob, eve] = await three();
  const sent = await ada.send(bob, `what ${'x'.repeat(200)}`);
  const reply = { text: 'this', replyTo: sent._id, clientId: randomUUID() };
  const { newMessage } = expectSuccess(await post(bob, ada, reply));
  expect(newMessage.replyTo).toMatchObject({
    messageId: sent._id,
    seq: 1,
    senderId: ada.id,
    text: sent.text.slice(0, 120),
    hasImage: false,
    deletedAt: null,
  });
  const quoteOf = async () => (await bob.history(ada)).messages[1]?.replyTo;
  await edit(ada, sent, 'who');
  expect(await quoteOf()).toMatchObject({ text: 'who' });
  await remove(ada, sent);
  expect(await quoteOf()).toMatchObject({ text: '', deletedAt: expect.any(String) });
  const elsewhere = await ada.send(eve, 'secret');
  const foreign = await post(bob, ada, { text: 'x', replyTo: elsewhere._id });
  expect(expectFailure(foreign)).toMatchObject({
    status: 400,
    fields: { replyTo: expect.any(String) },
  });
});

test('what changed after a number is listed once each, in order, in pages, and marks nothing', async () => {
  const [ada, bob] = await two();
  const sent: MessageDto[] = [];
  for (const text of ['a', 'b', 'c', 'd']) sent.push(await ada.send(bob, text));
  const [a, b, c] = sent as [MessageDto, MessageDto, MessageDto];
  await edit(ada, a, 'a2');
  await edit(ada, b, 'b2');
  await react(bob, a, '👍');
  await edit(ada, c, 'c2');
  const first = await changes(bob, ada, 0, 2);
  expect(first.messages.map(({ rev, text }) => [rev, text])).toEqual([
    [2, 'b2'],
    [3, 'a2'],
  ]);
  expect(first).toMatchObject({ lastRev: 4, hasAfter: true });
  const rest = await changes(bob, ada, 3, 2);
  expect(rest.messages.map(({ rev, text }) => [rev, text])).toEqual([[4, 'c2']]);
  expect(rest).toMatchObject({ lastRev: 4, hasAfter: false });
  expect(await changes(bob, ada, 99)).toMatchObject({ messages: [], lastRev: 4 });
  expect((await bob.people()).unseenMessages).toEqual({ [ada.id]: 4 });
});

test('conversations that changed are found by when, without the others', async () => {
  const [ada, bob, eve] = await three();
  await ada.send(eve, 'nothing here');
  const sent = await ada.send(bob, 'one');
  const before = new Date(Date.now() + 3_600_000).toISOString();
  const since = new Date(Date.now() - 1_000).toISOString();
  await edit(ada, sent, 'two');
  const found = await ada.people(`changedAfter=${since}`);
  expect(found.users.map((user) => user._id)).toEqual([bob.id]);
  expect((await ada.people(`changedAfter=${before}`)).users).toEqual([]);
});

test('a page around a moment is centred on the first message at or after it', async () => {
  const [ada, bob] = await two();
  const sent: MessageDto[] = [];
  for (let index = 0; index < 9; index++) sent.push(await ada.send(bob, `m${index + 1}`));
  const at = sent[5]?.createdAt ?? '';
  const expected = sent.find((message) => message.createdAt >= at)?.seq ?? 0;
  const page = async (moment: string) =>
    expectSuccess(
      await bob.call<ConversationAnswer>(`/api/messages/${ada.id}?at=${moment}&limit=3`),
    );
  expect((await page(at)).messages.map(({ seq }) => seq)).toContain(expected);
  expect((await page('2000-01-01')).messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect((await page('2999-01-01')).messages.at(-1)?.seq).toBe(9);
  const wrong = await bob.call(`/api/messages/${ada.id}?at=yesterday`);
  expect(expectFailure(wrong).status).toBe(400);
});
