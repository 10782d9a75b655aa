import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import mongoose from 'mongoose';
import { expect, test } from 'vitest';
import type { SearchAnswer } from '@/lib/shared/dto';
import { directConversationId } from '@/lib/shared/ids';
import { withDatabase } from '../support/database';
import { expectFailure, expectSuccess, newPerson, Person } from '../support/person';
import { sendPicture } from '../support/photos';
import { makeDataDir, startServer } from '../support/server';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();

const people = (...names: string[]) =>
  Promise.all(names.map((fullName) => newPerson(server().url, { fullName })));

async function twoPeople(): Promise<[Person, Person]> {
  return Promise.all([newPerson(server().url), newPerson(server().url)]);
}

const ask = (person: Person, params: Record<string, string>) =>
  person.call<SearchAnswer>(`/api/search?${new URLSearchParams(params)}`);

async function search(person: Person, q: string, params = {}): Promise<SearchAnswer> {
  return expectSuccess(await ask(person, { q, ...params }));
}

const texts = ({ results }: SearchAnswer) => results.map(({ message }) => message.text);

test('both people find a message as soon as it is sent, by whole words and by beginnings, newest first', async () => {
  const [ada, bob] = await twoPeople();
  await ada.send(bob, 'Shall we meet at the station?');
  await bob.send(ada, 'Which station?');
  const last = await ada.send(bob, 'The statue near the STATION');
  await bob.send(ada, 'Good.');
  for (const person of [ada, bob]) {
    const found = await search(person, 'stat');
    expect(texts(found)).toEqual([
      'The statue near the STATION',
      'Which station?',
      'Shall we meet at the station?',
    ]);
    expect(found.results[0]?.highlights).toEqual([
      [4, 8],
      [20, 24],
    ]);
    expect(found.nextCursor).toBeNull();
  }
  expect(texts(await search(ada, 'meet station'))).toEqual(['Shall we meet at the station?']);
  expect(texts(await search(ada, 'meet statue'))).toEqual([]);
  const [hit] = (await search(ada, 'statue')).results;
  expect(hit?.message).toMatchObject({
    _id: last._id,
    seq: 3,
    senderId: ada.id,
    receiverId: bob.id,
  });
  // Nothing counts as seen by being found.
  expect((await bob.people()).unseenMessages[ada.id]).toBe(2);
});

test('nobody finds what others wrote to each other, whatever they ask for', async () => {
  const [ada, bob] = await twoPeople();
  const eve = await newPerson(server().url);
  await ada.send(bob, 'the treasure lies under the oak');
  await ada.send(eve, 'hello');
  for (const q of [
    'treasure',
    '"the treasure"',
    'from:me oak',
    `from:${ada.id}`,
    'has:image oak',
  ]) {
    expect(texts(await search(eve, q)), q).not.toContain('the treasure lies under the oak');
    expect(texts(await search(eve, q, { userId: bob.id })), q).toEqual([]);
  }
});

test('a search in one conversation leaves out the others', async () => {
  const [ada, bob, cleo] = await people('Ada', 'Bob', 'Cleo');
  if (!ada || !bob || !cleo) throw new Error('three people');
  await ada.send(bob, 'lunch with Bob');
  await cleo.send(ada, 'lunch with Cleo');
  await ada.send(ada.id, 'lunch alone');
  expect(texts(await search(ada, 'lunch'))).toEqual([
    'lunch alone',
    'lunch with Cleo',
    'lunch with Bob',
  ]);
  expect(texts(await search(ada, 'lunch', { userId: cleo.id }))).toEqual(['lunch with Cleo']);
  expect(texts(await search(ada, 'lunch', { userId: ada.id }))).toEqual(['lunch alone']);
  const nobody = new mongoose.Types.ObjectId().toHexString();
  expect(texts(await search(ada, 'lunch', { userId: nobody }))).toEqual([]);
});

test('pages follow one another without a gap or a repeat, also while messages come in', async () => {
  const [ada, bob] = await twoPeople();
  // Several in one millisecond, so that the time alone does not tell them apart.
  await Promise.all(Array.from({ length: 25 }, (_, i) => ada.send(bob, `apple ${i}`)));
  await ada.send(bob, 'a pear');
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: SearchAnswer = await search(bob, 'apple', {
      limit: '4',
      ...(cursor && { cursor }),
    });
    seen.push(...texts(page));
    cursor = page.nextCursor;
    await ada.send(bob, 'pineapple, and no apple pie');
  }
  expect(seen).toHaveLength(25);
  expect(new Set(seen).size).toBe(25);
});

test('a phrase is found as it was quoted, and only so', async () => {
  const [ada, bob] = await twoPeople();
  await ada.send(bob, 'see you at the old bridge, at nine');
  await ada.send(bob, 'old houses at the bridge');
  await ada.send(bob, 'the old bridges');
  const found = await search(ada, '"at the old bridge"');
  expect(texts(found)).toEqual(['see you at the old bridge, at nine']);
  expect(found.results[0]?.highlights).toEqual([[8, 25]]);
  expect(texts(await search(ada, 'old bridge'))).toHaveLength(3);
});

test('filters narrow a search, and may stand alone', async () => {
  const [ada, bob, cleo] = await people('Ada Filter', 'Bob Berg', 'Cléo Fénix');
  if (!ada || !bob || !cleo) throw new Error('three people');
  await ada.send(bob, 'tea at four');
  await bob.send(ada, 'tea at five');
  await cleo.send(ada, 'tea at six');
  await sendPicture(bob, ada, { text: 'tea in a picture' });
  const today = new Date().toISOString().slice(0, 10);
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const expected: Record<string, string[]> = {
    'tea from:me': ['tea at four'],
    'tea from:cleo': ['tea at six'],
    'from:"cleo fenix" tea': ['tea at six'],
    'tea from:@berg': ['tea in a picture', 'tea at five'],
    [`tea from:${bob.user.email}`]: ['tea in a picture', 'tea at five'],
    'tea from:nobody': [],
    'tea has:image': ['tea in a picture'],
    'has:image': ['tea in a picture'],
    'from:me': ['tea at four'],
    'from:bob': ['tea in a picture', 'tea at five'],
    [`tea after:${yesterday} from:me`]: ['tea at four'],
    [`tea before:${yesterday}`]: [],
    [`tea after:${new Date(Date.now() + 60_000).toISOString()}`]: [],
    [`after:${yesterday} before:${today}T00:00:00Z`]: [],
  };
  for (const [q, wanted] of Object.entries(expected)) {
    expect(texts(await search(ada, q)), q).toEqual(wanted);
  }
});

test('languages without spaces, marks and case are found through the route', async () => {
  const [ada, bob] = await twoPeople();
  const cases: [text: string, q: string][] = [
    ['我们明天去电影院', '电影'],
    ['ひっこしの準備をする', 'こし'],
    ['우리 집에서 만나요', '집'],
    ['เราไปกินข้าวกันไหม', 'ข้าว'],
    ['مُحَمَّدٌ يكتب رسالة', 'محمد رساله'],
    ['İstanbul’da görüşürüz', 'istanbul gorus'],
    ['Die Straße ist gesperrt', 'STRASSE'],
    ['ΟΔΟΣ', 'οδός'],
    ['party 🎉🎉', '🎉'],
  ];
  for (const [text] of cases) await ada.send(bob, text);
  for (const [text, q] of cases) expect(texts(await search(bob, q)), q).toEqual([text]);
});

test('an edited message is found by its new words alone, a deleted one by none, and its terms are gone', async () => {
  const [ada, bob] = await twoPeople();
  const edited = await ada.send(bob, 'the meeting is on tuesday');
  const deleted = await ada.send(bob, 'the password is swordfish');
  const hidden = await ada.send(bob, 'an embarrassing limerick');
  const call = (method: string, id: string, query = '', json?: object) =>
    ada.call(`/api/messages/${id}${query}`, { method, ...(json && { json }) });
  expectSuccess(await call('PATCH', edited._id, '', { text: 'the meeting is on friday' }));
  expectSuccess(await call('DELETE', deleted._id));
  expectSuccess(await call('DELETE', hidden._id, '?for=me'));
  for (const person of [ada, bob]) {
    expect(texts(await search(person, 'tuesday'))).toEqual([]);
    expect(texts(await search(person, 'meeting friday'))).toEqual(['the meeting is on friday']);
    expect(texts(await search(person, 'swordfish'))).toEqual([]);
    expect(texts(await search(person, 'from:me has:image'))).toEqual([]);
  }
  expect(texts(await search(ada, 'limerick'))).toEqual([]);
  expect(texts(await search(bob, 'limerick'))).toEqual(['an embarrassing limerick']);
  await withDatabase(server(), async (connection) => {
    const stored = await connection.collection('messages').find({}).toArray();
    const termsOf = (id: string) => JSON.stringify(stored.find(({ _id }) => String(_id) === id));
    expect(termsOf(deleted._id)).toContain('"terms":[]');
    expect(termsOf(deleted._id)).not.toContain('swordfish');
    expect(termsOf(edited._id)).not.toContain('tuesday');
  });
});

test('a search for nothing, one that is too long and foreign cursors are refused', async () => {
  const ada = await newPerson(server().url);
  const bad: Record<string, string>[] = [
    {},
    { q: '' },
    { q: '   ' },
    { q: '"..." - ?' },
    { q: 'x'.repeat(301) },
    { q: 'x', cursor: 'abc' },
    { q: 'x', cursor: '' },
    { q: 'x', cursor: Buffer.from('[1e20,"000000000000000000000000"]').toString('base64url') },
    { q: 'x', limit: '51' },
    { q: 'x', limit: '0' },
    { q: 'x', userId: 'bob' },
  ];
  for (const params of bad) {
    const failure = expectFailure(await ask(ada, params));
    expect([failure.status, failure.code], JSON.stringify(params)).toEqual([400, 'bad_request']);
  }
  const nobody = await fetch(`${server().url}/api/search?q=x`);
  expect(nobody.status).toBe(401);
  // What looks like a pattern or an operator is text.
  for (const q of ['.*', '$where', '[a', 'a\\', '{"$ne":1}', 'x\0y']) {
    expect((await ask(ada, { q })).status, q).toBeLessThan(500);
  }
});

test('a message is found at once although its words are written later, also after a kill', async () => {
  const dataDir = makeDataDir();
  let own = await startServer({ dataDir });
  const accounts = [await newPerson(own.url), await newPerson(own.url)] as const;
  const [ada, bob] = accounts;
  const COUNT = 30;
  const numbers = Array.from({ length: COUNT }, (_, index) => index);
  await Promise.all(numbers.map((index) => ada.send(bob, `lighthouse ${index}`)));
  await own.kill();
  const stored = () =>
    withDatabase({ dataDir }, (connection) =>
      connection.collection('messages').find().sort({ seq: 1 }).toArray(),
    );
  const cutShort = (await stored()).at(-1);
  expect(cutShort?.terms).toBeUndefined();
  expect(cutShort?.termsDueFor).toHaveLength(2);

  own = await startServer({ dataDir });
  const [reader, writer] = [new Person(own.url, bob), new Person(own.url, ada)];
  const found = expectSuccess(await ask(reader, { q: 'lighthouse', limit: '50' }));
  expect(found.results).toHaveLength(COUNT);
  // Of words that are not written yet a message loses none by being deleted, and keeps none.
  const [latest] = found.results;
  const sent = await writer.send(bob, 'foghorn');
  await writer.call(`/api/messages/${sent._id}`, { method: 'DELETE' });
  await writer.call(`/api/messages/${latest?.message._id}`, {
    method: 'PATCH',
    json: { text: 'lantern' },
  });
  expect(texts(expectSuccess(await ask(reader, { q: 'foghorn' })))).toEqual([]);
  expect(texts(expectSuccess(await ask(reader, { q: 'lantern' })))).toEqual(['lantern']);
  await expect
    .poll(async () => (await stored()).filter(({ termsDueFor }) => termsDueFor).length)
    .toBe(0);
  const all = await stored();
  expect(all.find(({ _id }) => String(_id) === sent._id)?.terms).toEqual([]);
  expect(all.filter(({ terms }) => JSON.stringify(terms).includes('lighthouse'))).toHaveLength(
    COUNT - 1,
  );
  await own.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

test('messages from before there was a search are found after a while, however often the server is killed', async () => {
  const COUNT = 1_500;
  const dataDir = makeDataDir();
  let own = await startServer({ dataDir });
  const accounts = [await newPerson(own.url), await newPerson(own.url)] as const;
  const [ada, bob] = accounts;
  await ada.send(bob, 'hello');
  await own.kill();
  const messages = () => withDatabase({ dataDir }, (connection) => counts(connection));
  const counts = async (connection: mongoose.Connection) => {
    const collection = connection.collection('messages');
    return collection.countDocuments({ termsVersion: { $gt: 0 } });
  };
  const day = Date.now() - 86_400_000;
  await withDatabase({ dataDir }, async (connection) => {
    await connection.collection('messages').insertMany(
      Array.from({ length: COUNT }, (_, index) => ({
        conversationId: directConversationId(ada.id, bob.id),
        seq: index + 2,
        senderId: new mongoose.Types.ObjectId(ada.id),
        receiverId: new mongoose.Types.ObjectId(bob.id),
        text: `ancient number${index}`,
        image: null,
        clientId: randomUUID(),
        createdAt: new Date(day + index),
        editedAt: null,
        deletedAt: null,
      })),
    );
  });
  let filled = 1;
  let kills = 0;
  while (filled < COUNT + 1) {
    own = await startServer({ dataDir });
    const before = filled;
    await expect.poll(messages, { timeout: 30_000, interval: 20 }).toBeGreaterThan(before);
    await own.kill();
    kills++;
    filled = await messages();
    // What was done stays done: a start goes on where the last one was.
    expect(filled).toBeGreaterThan(before);
    if (kills === 3) break;
  }
  expect(kills).toBeGreaterThan(1);
  own = await startServer({ dataDir });
  await expect.poll(messages, { timeout: 60_000 }).toBe(COUNT + 1);
  const again = new Person(own.url, ada);
  const params = { q: 'ancient number1499' };
  expect(texts(expectSuccess(await ask(again, params)))).toEqual(['ancient number1499']);
  const first = expectSuccess(await ask(again, { q: 'ancient', limit: '50' }));
  expect(texts(first)[0]).toBe('ancient number1499');
  await own.kill();
  rmSync(dataDir, { recursive: true, force: true });
});
