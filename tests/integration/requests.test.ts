import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { PrivacyDto } from '@/lib/shared/accounts/privacy';
import type { MessageDto, OwnUserDto, PersonDto, SettingsAnswer } from '@/lib/shared/dto';
import { REQUEST_MAX_MESSAGES } from '@/lib/shared/limits';
import { expectFailure, expectSuccess, newPerson, nextEvent, type Person } from '../support/person';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();

const askFirst = async (person: Person, requests = true) =>
  expectSuccess(
    await person.call<{ privacy: PrivacyDto }>('/api/auth/privacy', {
      method: 'PUT',
      json: { requests },
    }),
  ).privacy;
const answer = (person: Person, other: Person | string, method: 'PUT' | 'DELETE') =>
  person.call<SettingsAnswer>(`/api/requests/${typeof other === 'string' ? other : other.id}`, {
    method,
  });
const trySend = (person: Person, to: Person, clientId: string = randomUUID()) =>
  person.call<{ newMessage: MessageDto }>(`/api/messages/send/${to.id}`, {
    method: 'POST',
    json: { text: 'hello', clientId },
  });
const rowOf = async (person: Person, other: Person) =>
  expectSuccess(await person.call<{ user: PersonDto }>(`/api/users/${other.id}`)).user;
const ids = ({ users }: { users: PersonDto[] }) => users.map(({ _id }) => _id);
const requests = async (person: Person) => ids(await person.people('requests=1'));

/** Ada, who asks first, and Bob, whom she does not know. */
async function strangers(): Promise<[Person, Person]> {
  const [ada, bob] = [await newPerson(server().url), await newPerson(server().url)];
  expect((await askFirst(ada)).requests).toBe(true);
  return [ada, bob];
}

test('by default a first message is a message; the choice is its owner’s, and told to them alone', async () => {
  const [ada, bob] = [await newPerson(server().url), await newPerson(server().url)];
  await bob.send(ada, 'hello');
  expect((await ada.people()).unseenMessages).toEqual({ [bob.id]: 1 });
  expect((await rowOf(ada, bob)).settings).not.toHaveProperty('request');
  const socket = await ada.connect();
  const told = nextEvent(socket, 'user:updated');
  await askFirst(ada);
  expect(await told).toMatchObject({ _id: ada.id, requests: true });
  const { user } = expectSuccess(await ada.call<{ user: OwnUserDto }>('/api/auth/check'));
  expect(user.requests).toBe(true);
  expect(await rowOf(bob, ada)).not.toHaveProperty('requests');
  // Whom she knows writes as before.
  await bob.send(ada, 'again');
  expect((await ada.people()).unseenMessages).toEqual({ [bob.id]: 2 });
  const off = nextEvent(socket, 'user:updated');
  await askFirst(ada, false);
  expect(await off).toMatchObject({ requests: false });
  socket.disconnect();
});

test('a stranger’s message stands apart, counts nowhere, and the stranger sees only that it was sent', async () => {
  const [ada, bob] = await strangers();
  const [adaSocket, bobSocket] = [await ada.connect(), await bob.connect()];
  const toldToBob: string[] = [];
  bobSocket.onAny((event: string) => toldToBob.push(event));
  const order: string[] = [];
  adaSocket.onAny((event: string) => order.push(event));
  const created = nextEvent(adaSocket, 'message:created');
  const first = await bob.send(ada, 'who are you?');
  expect(first).toMatchObject({ seq: 1, delivered: false, seen: false });
  await created;
  // It is known as a request before it is there.
  expect(order.indexOf('conversation:settings')).toBeLessThan(order.indexOf('message:created'));
  const list = await ada.people();
  expect(list.unseenMessages).toEqual({});
  expect(ids(list)).not.toContain(bob.id);
  expect(await requests(ada)).toEqual([bob.id]);
  expect((await ada.people('requests=1')).unseenMessages).toEqual({});
  expect((await rowOf(ada, bob)).settings.request).toBe(true);
  // She is found by the stranger, listed as any other, and told of nothing of theirs.
  expect(ids(await bob.people())[0]).toBe(ada.id);
  expect((await rowOf(bob, ada)).settings).not.toHaveProperty('request');
  expect(await bob.people('requests=1')).toMatchObject({ users: [] });

  toldToBob.length = 0;
  expectSuccess(await ada.call(`/api/messages/${first._id}/seen`, { method: 'PUT' }));
  await adaSocket.emitWithAck('message:delivered', { messageId: first._id });
  expect(await bob.history(ada)).toMatchObject({
    seenSeq: 0,
    deliveredSeq: 0,
    messages: [{ seen: false, delivered: false }],
  });
  expect(await rowOf(bob, ada)).toMatchObject({ seenSeq: 0, deliveredSeq: 0 });
  order.length = 0;
  await bobSocket.emitWithAck('typing', { to: ada.id, typing: true });
  expectSuccess(
    await bob.call(`/api/messages/${first._id}`, { method: 'PATCH', json: { text: 'Sorry: Bob' } }),
  );
  expect((await bob.history(ada)).messages).toMatchObject([{ seen: false, delivered: false }]);
  expect(order).not.toContain('typing');
  expect(toldToBob.filter((event) => event.startsWith('conversation:'))).toEqual([]);

  const settled = nextEvent(adaSocket, 'conversation:settings');
  const seen = nextEvent(bobSocket, 'conversation:seen');
  for (let time = 0; time < 2; time++) expectSuccess(await answer(ada, bob, 'PUT'));
  expect((await settled).settings).not.toHaveProperty('request');
  expect(await seen).toMatchObject({ userId: ada.id, seq: 1 });
  expect(ids(await ada.people())[0]).toBe(bob.id);
  expect(await requests(ada)).toEqual([]);
  for (let index = 0; index < REQUEST_MAX_MESSAGES + 1; index++) await bob.send(ada, 'and more');
  expect((await ada.people()).unseenMessages).toEqual({ [bob.id]: REQUEST_MAX_MESSAGES + 1 });
  for (const socket of [adaSocket, bobSocket]) socket.disconnect();
});

test('before an answer only so many get through, by whichever way; a repeat is still the same one', async () => {
  const [ada, bob] = await strangers();
  const socket = await bob.connect();
  const clientId = randomUUID();
  const [first] = await Promise.all([
    trySend(bob, ada, clientId),
    ...Array.from({ length: 10 }, () => trySend(bob, ada)),
  ]);
  const { lastSeq } = await bob.history(ada);
  expect(lastSeq).toBe(REQUEST_MAX_MESSAGES);
  const refused = { code: 'forbidden', reason: 'not_answered' };
  expect(expectFailure(await trySend(bob, ada))).toMatchObject({ status: 403, ...refused });
  const payload = { to: ada.id, text: 'hello', clientId: randomUUID() };
  expect(await socket.emitWithAck('message:send', payload)).toMatchObject(refused);
  if (first?.body.success) expect((await trySend(bob, ada, clientId)).status).toBe(200);
  // Writing back accepts.
  await ada.send(bob, 'hello Bob');
  expect((await rowOf(ada, bob)).settings).not.toHaveProperty('request');
  await bob.send(ada, 'at last');
  expect((await ada.people()).unseenMessages[bob.id]).toBeGreaterThan(0);
  socket.disconnect();
});

test('deleted, it is gone for its receiver until the stranger, who learns nothing, writes again', async () => {
  const [ada, bob] = await strangers();
  await bob.send(ada, 'one');
  for (let time = 0; time < 2; time++) expectSuccess(await answer(ada, bob, 'DELETE'));
  expect(await requests(ada)).toEqual([]);
  expect(ids(await ada.people())).not.toContain(bob.id);
  expect((await ada.history(bob)).messages).toEqual([]);
  expect((await bob.history(ada)).messages).toHaveLength(1);
  await bob.send(ada, 'two');
  expect(await requests(ada)).toEqual([bob.id]);
  expect((await ada.history(bob)).messages).toMatchObject([{ text: 'two' }]);
  // What is set up for it leaves it where it is.
  const json = { pinned: true, mutedUntil: 'always' };
  expectSuccess(await ada.call(`/api/conversations/${bob.id}`, { method: 'PUT', json }));
  expect(await requests(ada)).toEqual([bob.id]);
  expect(expectSuccess(await answer(ada, bob, 'PUT')).settings).toMatchObject({ pinned: true });
  expect(ids(await ada.people())[0]).toBe(bob.id);
});

test('what is no request is left alone, nobody’s requests are another’s, and turning it off lets in', async () => {
  const [ada, bob] = await strangers();
  const eve = await newPerson(server().url);
  for (const method of ['PUT', 'DELETE'] as const) {
    expect(expectFailure(await answer(ada, 'f'.repeat(24), method)).status).toBe(404);
    expect(expectFailure(await answer(ada, 'nonsense', method)).status).toBe(400);
    expect(expectSuccess(await answer(ada, bob, method)).settingsAt).toBeNull();
  }
  await ada.send(eve, 'hello Eve');
  await eve.send(ada, 'hello Ada');
  expectSuccess(await answer(ada, eve, 'DELETE'));
  expect((await ada.history(eve)).messages).toHaveLength(2);
  await bob.send(ada, 'hello');
  expectSuccess(await answer(bob, ada, 'PUT'));
  expectSuccess(await answer(eve, ada, 'PUT'));
  expect(await requests(ada)).toEqual([bob.id]);
  await askFirst(ada, false);
  expect(await requests(ada)).toEqual([bob.id]);
  await bob.send(ada, 'again');
  expect(await requests(ada)).toEqual([]);
  expect((await ada.people()).unseenMessages).toMatchObject({ [bob.id]: 2 });
});

test('written to by both at the same instant, it is a conversation', async () => {
  for (let round = 0; round < 10; round++) {
    const [ada, bob] = await strangers();
    await askFirst(bob);
    const both = await Promise.all([trySend(ada, bob), trySend(bob, ada)]);
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    for (const [me, other] of [
      [ada, bob],
      [bob, ada],
    ] as const) {
      expect((await rowOf(me, other)).settings).not.toHaveProperty('request');
      await me.send(other, 'and on');
    }
  }
});
