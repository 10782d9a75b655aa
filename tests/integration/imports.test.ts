import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ImagesAnswer, MessageDto, PersonDto, SearchAnswer } from '@/lib/shared/dto';
import { adminJson } from '../support/admin';
import {
  acceptImport,
  addMessages,
  addPicture,
  beginImport,
  findImport,
  pastMessage,
  pastMessages,
  propose,
  proposeImport,
  removeImport,
  scrollBack,
} from '../support/imports';
import { expectFailure, expectSuccess, newPerson, PASSWORD, type Person } from '../support/person';
import { makeDataDir, startServerForTest } from '../support/server';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();

/** Two people who have written to each other once. */
async function twoPeople(url = server().url): Promise<[Person, Person]> {
  const [ada, bob] = [await newPerson(url), await newPerson(url)];
  await ada.send(bob, 'the first one here');
  return [ada, bob];
}

async function personOf(viewer: Person, other: Person): Promise<PersonDto> {
  const answer = await viewer.call<{ user: PersonDto }>(`/api/users/${other.id}`);
  return expectSuccess(answer).user;
}

const untilDone = (person: Person, other: Person) =>
  expect.poll(async () => (await findImport(person, other))?.state).toBe('done');
const untilGone = (person: Person, other: Person) =>
  expect.poll(() => findImport(person, other)).toBeNull();

test('a history both agreed to comes before the first message, as it was: for both, in order, with its times', async () => {
  const [ada, bob] = await twoPeople();
  const past = pastMessages(250);
  past[4] = pastMessage(5, {
    text: 'an answer',
    replyTo: 2,
    editedAt: '2019-03-05T00:00:00.000Z',
    reactions: [{ isMine: false, emoji: '👍' }],
  });
  past[9] = pastMessage(10, { text: '' });
  const id = await propose(ada, bob, past, [10]);
  expectSuccess(await acceptImport(bob, id));
  await untilDone(ada, bob);

  const [hers, his] = [await scrollBack(ada, bob), await scrollBack(bob, ada)];
  expect(hers.map(({ seq }) => seq)).toEqual(Array.from({ length: 251 }, (_, at) => at - 249));
  expect(his.map(({ _id }) => _id)).toEqual(hers.map(({ _id }) => _id));
  for (const [at, message] of hers.slice(0, 250).entries()) {
    const { text, createdAt, isMine } = past[at] ?? pastMessage(0);
    const senderId = isMine ? ada.id : bob.id;
    expect(message).toMatchObject({ text, createdAt, senderId, importedFrom: 'whatsapp', rev: 0 });
    expect(message).toMatchObject({ seen: true, delivered: true });
  }
  expect(hers[4]).toMatchObject({
    replyTo: { messageId: hers[1]?._id, seq: -248, text: 'from long ago 2' },
    reactions: [{ userId: bob.id, emoji: '👍' }],
    editedAt: '2019-03-05T00:00:00.000Z',
  });
  expect(hers[250]).toMatchObject({ seq: 1, text: 'the first one here' });
  expect(hers[250]).not.toHaveProperty('importedFrom');
  const image = hers[9]?.image;
  expect(image).toMatchObject({ width: 50, height: 30 });
  for (const { token } of [ada, bob]) {
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(server().url + image?.url, { headers })).status).toBe(200);
  }
  // Nobody has anything new to read, and what is written next counts on.
  expect((await bob.people()).unseenMessages).toEqual({ [ada.id]: 1 });
  expect(await ada.send(bob, 'the second one here')).toMatchObject({ seq: 2 });
});

test('what was brought in is found, jumped to, paged through, changed and exported like all else', async () => {
  const [ada, bob] = await twoPeople();
  const id = await propose(ada, bob, pastMessages(120), [3, 7]);
  expectSuccess(await acceptImport(bob, id));
  await untilDone(bob, ada);

  const found = await bob.call<SearchAnswer>('/api/search?q=%22ago%2077%22');
  const [hit] = expectSuccess(found).results;
  expect(hit?.message).toMatchObject({ seq: -43, text: 'from long ago 77' });
  const around = await bob.history(ada, 'around=-43&limit=11');
  expect(around.messages.map(({ seq }) => seq)).toEqual([
    -48, -47, -46, -45, -44, -43, -42, -41, -40, -39, -38,
  ]);
  expect(around).toMatchObject({ hasBefore: true, hasAfter: true });
  const first = await bob.history(ada, 'after=-120&limit=3');
  expect(first.messages.map(({ text }) => text)).toEqual(
    [1, 2, 3].map((ordinal) => `from long ago ${ordinal}`),
  );
  const at = await bob.history(ada, 'at=2019-03-04T10:00:00.000Z&limit=1');
  expect(at.messages.map(({ text }) => text)).toEqual(['from long ago 60']);
  const newest = await bob.history(ada, 'peek=1&limit=2');
  expect(newest.messages.map(({ seq }) => seq)).toEqual([0, 1]);
  const images = await bob.call<ImagesAnswer>(`/api/messages/${ada.id}/images?limit=1`);
  expect(expectSuccess(images)).toMatchObject({ total: 2, nextBefore: -113 });
  const older = await bob.call<ImagesAnswer>(`/api/messages/${ada.id}/images?before=-113`);
  expect(expectSuccess(older).images.map(({ seq }) => seq)).toEqual([-117]);

  const edit = { method: 'PATCH', json: { text: 'mended by now' } };
  const mine = around.messages.find(({ senderId }) => senderId === bob.id);
  expectSuccess(await bob.call(`/api/messages/${mine?._id}`, edit));
  const changes = await ada.call<{ messages: MessageDto[] }>(
    `/api/messages/${bob.id}/changes?after=0`,
  );
  expect(expectSuccess(changes).messages).toMatchObject([
    { _id: mine?._id, rev: 1, text: 'mended by now', importedFrom: 'whatsapp' },
  ]);
  // Who reads a report is told that it was not written here.
  const report = { userId: ada.id, messageId: hit?.message._id, reason: 'unkind' };
  expectSuccess(await bob.call('/api/reports', { method: 'POST', json: report }));
  const { reports } = await adminJson<{ reports: { message: object }[] }>(server(), 'reports');
  expect(reports[0]?.message).toMatchObject({ importedFrom: 'whatsapp' });
});

test('before it is agreed to nobody sees any of it, and the other may decline', async () => {
  const [ada, bob] = await twoPeople();
  const draft = expectSuccess(await beginImport(ada, bob, 3)).import;
  expectSuccess(await addMessages(ada, draft._id, pastMessages(3)));
  // A draft is its owner's alone.
  expect(await findImport(bob, ada)).toBeNull();
  expect((await personOf(bob, ada)).settings).not.toHaveProperty('importPending');
  expectSuccess(await addPicture(ada, draft._id, 2));
  const proposed = expectSuccess(await proposeImport(ada, draft._id)).import;
  expect(proposed).toMatchObject({ isMine: true, state: 'proposed', pictureCount: 1 });
  expect(await findImport(bob, ada)).toMatchObject({
    isMine: false,
    userId: ada.id,
    messageCount: 3,
    firstAt: pastMessage(1).createdAt,
    lastAt: pastMessage(3).createdAt,
  });
  expect((await personOf(bob, ada)).settings).toMatchObject({ importPending: true });
  for (const [reader, other] of [
    [ada, bob],
    [bob, ada],
  ] as const) {
    expect((await scrollBack(reader, other)).map(({ seq }) => seq)).toEqual([1]);
    const found = await reader.call<SearchAnswer>('/api/search?q=ago');
    expect(expectSuccess(found).results).toEqual([]);
  }
  // Nobody agrees to their own.
  expect(expectFailure(await acceptImport(ada, draft._id))).toMatchObject({ status: 404 });
  expect(expectSuccess(await removeImport(bob, draft._id)).import).toBeNull();
  expect(await findImport(bob, ada)).toBeNull();
  expect(await findImport(ada, bob)).toMatchObject({ state: 'declined' });
  expect((await personOf(bob, ada)).settings).not.toHaveProperty('importPending');
  expect(expectFailure(await acceptImport(bob, draft._id))).toMatchObject({ status: 404 });
  expect(expectFailure(await proposeImport(ada, draft._id))).toMatchObject({ status: 409 });
  // Put away, the next can be begun.
  expectSuccess(await removeImport(ada, draft._id));
  expect(await findImport(ada, bob)).toBeNull();
  expectSuccess(await beginImport(ada, bob, 1));
});

test('nobody else hands anything in, and no more than was said', async () => {
  const [ada, bob] = await twoPeople();
  const { _id } = expectSuccess(await beginImport(ada, bob, 2)).import;
  const [one, two] = pastMessages(2);
  if (!one || !two) throw new Error('two were made');
  expect((await addMessages(bob, _id, [one])).status).toBe(404);
  expect((await addPicture(bob, _id, 1)).status).toBe(404);
  expect((await proposeImport(bob, _id)).status).toBe(404);
  expect((await addMessages(ada, _id, [pastMessage(3)])).status).toBe(400);
  expect((await addMessages(ada, _id, [{ ...one, replyTo: 3 }])).status).toBe(400);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  expect((await addMessages(ada, _id, [{ ...one, createdAt: tomorrow }])).status).toBe(400);
  expect((await addPicture(ada, _id, 1)).status).toBe(404);
  expectSuccess(await addMessages(ada, _id, [one]));
  expect(expectFailure(await proposeImport(ada, _id))).toMatchObject({
    status: 409,
    reason: 'import_incomplete',
  });
  // A repeat changes nothing.
  expectSuccess(await addMessages(ada, _id, [{ ...one, text: 'another' }, two]));
  expectSuccess(await proposeImport(ada, _id));
  expectSuccess(await proposeImport(ada, _id));
  expect((await addMessages(ada, _id, [one])).status).toBe(409);
  expect(expectFailure(await beginImport(bob, ada, 1))).toMatchObject({ reason: 'import_exists' });
  expectSuccess(await acceptImport(bob, _id));
  await untilDone(ada, bob);
  expectSuccess(await acceptImport(bob, _id));
  expect((await scrollBack(bob, ada)).map(({ text }) => text)).toEqual([
    'from long ago 1',
    'from long ago 2',
    'the first one here',
  ]);
});

test('it needs a message to stand before, two people who reach each other, and a conversation that was not cleared', async () => {
  const [ada, bob] = [await newPerson(server().url), await newPerson(server().url)];
  expect(expectFailure(await beginImport(ada, bob, 1))).toMatchObject({
    status: 409,
    reason: 'import_nothing_before',
  });
  await ada.send(bob, 'hello');
  const id = await propose(ada, bob, pastMessages(1));
  await bob.call(`/api/blocks/${ada.id}`, { method: 'PUT' });
  expect((await acceptImport(bob, id)).status).toBe(403);
  await bob.call(`/api/blocks/${ada.id}`, { method: 'DELETE' });
  await bob.call(`/api/conversations/${ada.id}/messages`, { method: 'DELETE' });
  expect(expectFailure(await acceptImport(bob, id))).toMatchObject({ reason: 'import_cleared' });
});

test('numbers before the first are none where nothing was brought in', async () => {
  const [ada, bob] = await twoPeople();
  for (const query of ['before=-1', 'after=-1', 'around=-1']) {
    const answer = await ada.call(`/api/messages/${bob.id}?${query}`);
    expect(expectFailure(answer)).toMatchObject({ status: 400, code: 'bad_request' });
  }
  expect((await ada.call(`/api/messages/${bob.id}/images?before=-1`)).status).toBe(400);
});

test('one’s own notes ask nobody', async () => {
  const ada = await newPerson(server().url);
  await ada.send(ada, 'a note');
  await propose(ada, ada, [pastMessage(1), pastMessage(2, { isMine: true })]);
  await untilDone(ada, ada);
  expect((await scrollBack(ada, ada)).map(({ seq }) => seq)).toEqual([-1, 0, 1]);
});

describe('taken out again', () => {
  test('it is gone for both, with its pictures and for good, and another can come in its place', async () => {
    const [ada, bob] = await twoPeople();
    const id = await propose(ada, bob, pastMessages(30), [3]);
    expectSuccess(await acceptImport(bob, id));
    await untilDone(ada, bob);
    const before = await scrollBack(ada, bob);
    const url = before[2]?.image?.url ?? '';
    const file = path.join(server().dataDir, 'uploads', path.basename(url));
    expect(existsSync(file)).toBe(true);
    // Later changes count on from this one, wherever it was.
    const react = { method: 'PUT', json: { emoji: '🎉' } };
    expectSuccess(await ada.call(`/api/messages/${before[1]?._id}/reaction`, react));
    expectSuccess(await removeImport(bob, id));
    await untilGone(ada, bob);
    expect((await scrollBack(ada, bob)).map(({ seq }) => seq)).toEqual([1]);
    expect((await scrollBack(bob, ada)).map(({ seq }) => seq)).toEqual([1]);
    const found = await ada.call<SearchAnswer>('/api/search?q=ago');
    expect(expectSuccess(found).results).toEqual([]);
    expect(existsSync(file)).toBe(false);
    const last = (await scrollBack(ada, bob)).at(-1);
    const changed = await bob.call<{ message: MessageDto }>(
      `/api/messages/${last?._id}/reaction`,
      react,
    );
    expect(expectSuccess(changed).message.rev).toBe(2);

    const next = await propose(bob, ada, pastMessages(40));
    expectSuccess(await acceptImport(ada, next));
    await untilDone(bob, ada);
    const again = await scrollBack(ada, bob);
    expect(again.map(({ seq }) => seq)).toEqual(Array.from({ length: 41 }, (_, at) => at - 39));
    expect(again.slice(0, 40).map(({ text }) => text)).toEqual(
      pastMessages(40).map(({ text }) => text),
    );
  });

  test('a draft that is thrown away leaves no picture', async () => {
    const [ada, bob] = await twoPeople();
    const id = await propose(ada, bob, pastMessages(2), [1]);
    expectSuccess(await removeImport(ada, id));
    expect(await findImport(bob, ada)).toBeNull();
    expect((await personOf(bob, ada)).settings).not.toHaveProperty('importPending');
    expect((await removeImport(ada, id)).status).toBe(404);
  });
});

test('a server that dies while a history comes in brings in the rest when it is back, each message once', async () => {
  const dataDir = makeDataDir();
  const first = await startServerForTest({ dataDir });
  const [ada, bob] = await twoPeople(first.url);
  const past = pastMessages(3_000);
  const id = await propose(ada, bob, past);
  const accepted = acceptImport(bob, id);
  expectSuccess(await accepted);
  await first.kill();
  const second = await startServerForTest({ dataDir });
  const again = (person: Person) =>
    Object.assign(Object.create(Object.getPrototypeOf(person)), person, { url: second.url });
  const [adaAgain, bobAgain] = [again(ada) as Person, again(bob) as Person];
  await untilDone(adaAgain, bobAgain);
  const messages = await scrollBack(bobAgain, adaAgain);
  expect(messages.map(({ seq }) => seq)).toEqual(
    Array.from({ length: 3_001 }, (_, at) => at - 2_999),
  );
  expect(messages.slice(0, 3_000).map(({ text }) => text)).toEqual(past.map(({ text }) => text));
});

test('an account that is deleted takes along what it was handing in', async () => {
  const [ada, bob] = await twoPeople();
  await propose(ada, bob, pastMessages(2));
  expectSuccess(
    await ada.call('/api/auth/account', { method: 'DELETE', json: { password: PASSWORD } }),
  );
  expect(await findImport(bob, ada)).toBeNull();
  expect((await personOf(bob, ada)).settings).not.toHaveProperty('importPending');
});
