import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { BlocksAnswer, MessageDto, PersonDto } from '@/lib/shared/dto';
import { expectFailure, expectSuccess, newPerson, nextEvent, type Person } from '../support/person';
import { makeQuarters } from '../support/photos';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();

const block = (person: Person, other: Person | string) =>
  person.call(`/api/blocks/${typeof other === 'string' ? other : other.id}`, { method: 'PUT' });
const unblock = (person: Person, other: Person) =>
  person.call(`/api/blocks/${other.id}`, { method: 'DELETE' });
const listed = async (person: Person) =>
  expectSuccess(await person.call<BlocksAnswer>('/api/blocks')).blocks.map(({ user }) => user._id);
const rowOf = async (person: Person, other: Person) =>
  expectSuccess(await person.call<{ user: PersonDto }>(`/api/users/${other.id}`)).user;
const trySend = (person: Person, to: Person, clientId: string = randomUUID()) =>
  person.call<{ newMessage: MessageDto }>(`/api/messages/send/${to.id}`, {
    method: 'POST',
    json: { text: 'hello', clientId },
  });

async function pair(): Promise<[Person, Person]> {
  const [ada, bob] = [await newPerson(server().url), await newPerson(server().url)];
  return [ada, bob];
}

test('a block is listed, repeats without a change, and is taken back', async () => {
  const [ada, bob] = await pair();
  const eve = await newPerson(server().url);
  for (let time = 0; time < 2; time++) expectSuccess(await block(ada, bob));
  expectSuccess(await block(ada, eve));
  expect(await listed(ada)).toEqual([eve.id, bob.id]);
  expect(await listed(bob)).toEqual([]);
  expect((await rowOf(ada, bob)).blocked).toBe(true);
  expect((await rowOf(bob, ada)).blocked).toBe(false);
  for (let time = 0; time < 2; time++) expectSuccess(await unblock(ada, bob));
  expect(await listed(ada)).toEqual([eve.id]);
  expect((await rowOf(ada, bob)).blocked).toBe(false);
  // Nobody, oneself and no id at all.
  expect(expectFailure(await block(ada, 'f'.repeat(24))).status).toBe(404);
  expect(expectFailure(await block(ada, ada)).status).toBe(404);
  expect(expectFailure(await block(ada, 'nonsense')).status).toBe(400);
});

test('neither sends to the other, by whichever way, in the same words for both', async () => {
  const [ada, bob] = await pair();
  const first = await ada.send(bob, 'before');
  const note = await bob.send(bob, 'to be sent on');
  expectSuccess(await block(ada, bob));
  const answers: unknown[] = [];
  for (const [from, to] of [
    [ada, bob],
    [bob, ada],
  ] as const) {
    answers.push(expectFailure(await trySend(from, to)));
    const socket = await from.connect();
    const payload = { to: to.id, text: 'hello', clientId: randomUUID() };
    expect(await socket.emitWithAck('message:send', payload)).toMatchObject({ code: 'forbidden' });
    expect(
      await socket.emitWithAck('message:send', { ...payload, text: '', forwardOf: note._id }),
    ).toMatchObject({ success: false });
    expect(await socket.emitWithAck('typing', { to: to.id, typing: true })).toMatchObject({
      code: 'forbidden',
    });
    socket.disconnect();
    const body = new FormData();
    const bytes = new Uint8Array(await makeQuarters({ width: 40, height: 40 }));
    body.set('image', new Blob([bytes], { type: 'image/png' }), 'x.png');
    const picture = await from.call(`/api/messages/send/${to.id}`, { method: 'POST', body });
    expect(expectFailure(picture)).toMatchObject({ status: 403, code: 'forbidden' });
    const reaction = await from.call(`/api/messages/${first._id}/reaction`, {
      method: 'PUT',
      json: { emoji: '👍' },
    });
    expect(expectFailure(reaction).status).toBe(403);
  }
  expect(answers[0]).toMatchObject({ status: 403, code: 'forbidden', reason: 'not_delivered' });
  expect(answers[1]).toEqual(answers[0]);
  const edit = await ada.call(`/api/messages/${first._id}`, {
    method: 'PATCH',
    json: { text: 'smuggled in' },
  });
  expect(expectFailure(edit).status).toBe(403);
  // The history stays, for both, and one's own words can be taken back.
  for (const [reader, other] of [
    [ada, bob],
    [bob, ada],
  ] as const) {
    expect(await reader.history(other)).toMatchObject({
      lastSeq: 1,
      messages: [{ text: 'before' }],
    });
  }
  expectSuccess(await ada.call(`/api/messages/${first._id}`, { method: 'DELETE' }));
  expectSuccess(await unblock(ada, bob));
  expect((await bob.send(ada, 'after')).seq).toBe(2);
});

test('what was stored before the block is answered again after it', async () => {
  const [ada, bob] = await pair();
  const clientId = randomUUID();
  const sent = await bob.send(ada, 'hello', clientId);
  expectSuccess(await block(ada, bob));
  const again = await trySend(bob, ada, clientId);
  expect([again.status, expectSuccess(again).newMessage._id]).toEqual([200, sent._id]);
});

test('each block stands by itself: one taken back leaves the other’s', async () => {
  const [ada, bob] = await pair();
  expectSuccess(await block(ada, bob));
  expectSuccess(await block(bob, ada));
  expectSuccess(await unblock(ada, bob));
  expect(expectFailure(await trySend(ada, bob)).status).toBe(403);
  expectSuccess(await unblock(bob, ada));
  expectSuccess(await trySend(ada, bob));
});

test('neither sees whether the other is there, in any answer or event', async () => {
  const [ada, bob] = await pair();
  await bob.send(ada, 'hello');
  const sockets = { ada: await ada.connect(), bob: await bob.connect() };
  const watch = { userIds: [ada.id, bob.id] };
  for (const socket of Object.values(sockets)) await socket.emitWithAck('presence:watch', watch);
  expect((await rowOf(bob, ada)).online).toBe(true);
  const resync = nextEvent(sockets.bob, 'resync');
  expectSuccess(await block(ada, bob));
  await resync;
  const changes: string[] = [];
  for (const socket of Object.values(sockets)) {
    socket.on('presence:changed', ({ userId }) => changes.push(userId));
  }
  for (const [me, other] of [
    [ada, bob],
    [bob, ada],
  ] as const) {
    const socket = me === ada ? sockets.ada : sockets.bob;
    const hidden = { online: false, lastSeenAt: null };
    expect(await rowOf(me, other)).toMatchObject(hidden);
    const inList = (await me.people()).users.find((user) => user._id === other.id);
    expect(inList).toMatchObject(hidden);
    const answer = await socket.emitWithAck('presence:watch', { userIds: [other.id] });
    expect(answer).toMatchObject({ presence: [{ userId: other.id, ...hidden }] });
  }
  const observer = await newPerson(server().url);
  const eye = await observer.connect();
  await eye.emitWithAck('presence:watch', { userIds: [ada.id] });
  const left = nextEvent(eye, 'presence:changed', ({ online }) => !online);
  sockets.ada.disconnect();
  await left;
  await bob.call(`/api/users/${ada.id}`);
  expect(changes).toEqual([]);
  eye.disconnect();
  sockets.bob.disconnect();
});

test('neither finds the other, by name, address or in the list of names', async () => {
  const ada = await newPerson(server().url, { fullName: `Hideable ${randomUUID()}` });
  const bob = await newPerson(server().url, { fullName: `Seekable ${randomUUID()}` });
  expectSuccess(await block(ada, bob));
  for (const [me, other] of [
    [ada, bob],
    [bob, ada],
  ] as const) {
    for (const q of [other.user.fullName, other.user.email]) {
      expect((await me.people(`q=${encodeURIComponent(q)}`)).users).toEqual([]);
    }
    const names: string[] = [];
    let cursor = '';
    do {
      const page = await me.people(`limit=5${cursor && `&cursor=${cursor}`}`);
      names.push(...page.users.map((user) => user.fullName));
      cursor = page.nextCursor ?? '';
    } while (cursor !== '');
    expect(names).not.toContain(other.user.fullName);
    expect(
      (await me.people(`joinedAfter=${'0'.repeat(24)}&limit=100`)).users.map((u) => u._id),
    ).not.toContain(other.id);
  }
  expectSuccess(await unblock(ada, bob));
  expect((await bob.people(`q=${encodeURIComponent(ada.user.fullName)}`)).users).toHaveLength(1);
});

test('nothing sent while the block holds gets through, however they cross', async () => {
  const [ada, bob] = await pair();
  const socket = await bob.connect();
  for (let round = 0; round < 60; round++) {
    const sends = Array.from({ length: 4 }, (_, index) =>
      index % 2
        ? socket.emitWithAck('message:send', {
            to: ada.id,
            text: `${round}/${index}`,
            clientId: randomUUID(),
          })
        : trySend(bob, ada).then(({ body }) => body),
    );
    expectSuccess(await block(ada, bob));
    const { lastSeq } = await ada.history(bob, 'peek=1&limit=1');
    const late = await Promise.all([trySend(bob, ada), trySend(ada, bob)]);
    expect(late.map(({ status }) => status)).toEqual([403, 403]);
    for (const answer of await Promise.all(sends)) {
      if (answer.success) expect(answer.newMessage.seq).toBeLessThanOrEqual(lastSeq);
      else expect(answer.code).toBe('forbidden');
    }
    expect((await ada.history(bob, 'peek=1&limit=1')).lastSeq).toBe(lastSeq);
    expectSuccess(await unblock(ada, bob));
  }
  socket.disconnect();
}, 300_000);
