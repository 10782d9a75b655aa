import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import mongoose from 'mongoose';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import type { MessageDto } from '@/lib/shared/dto';
import { fetchAs } from '../support/files';
import { Link } from '../support/link';
import { newPerson, Person } from '../support/person';
import { sendPicture } from '../support/photos';
import { makeDataDir, runToEnd, startServer, type TestServer } from '../support/server';
import { type SharedDatabase, startSharedDatabase } from '../support/shared-database';

const SECRET = 'a secret of this test, which is long enough';
/** So that reading takes as long as it takes people to write hundreds of messages. */
const SLOW_LINE = { latencyMs: 40, jitterMs: 0, bytesPerSecond: 400_000 };

const work = makeDataDir();
afterAll(() => rmSync(work, { recursive: true, force: true }));
const inWork = (name: string) => path.join(work, name);

const serverOn = (database: SharedDatabase, dataDir: string): Promise<TestServer> =>
  startServer({ dataDir, env: { MONGODB_URI: database.uri, JWT_SECRET_KEY: SECRET } });

interface Told {
  acknowledged: MessageDto[];
  people: Person[];
}

/** People write to one another, and somebody new comes and is written to, until told to stop. */
function startCrowd({ acknowledged, people }: Told) {
  let isWriting = true;
  const [ada, bob] = people;
  const write = async (from: Person | undefined, others: () => Person[]) => {
    for (let count = 0; isWriting && from; count++) {
      const to = others()[count % others().length];
      if (!to) return;
      if (count % 20 === 7) await sendPicture(from, to, { text: `picture ${count}` });
      else acknowledged.push(await from.send(to, `number ${count} of ${from.id}`));
    }
  };
  const grow = async () => {
    while (isWriting && ada) {
      const newcomer = await newPerson(ada.url);
      acknowledged.push(await ada.send(newcomer, 'welcome'));
      people.push(newcomer);
    }
  };
  const all = Promise.all([
    write(ada, () => people.filter((other) => other !== ada).slice(-4)),
    write(bob, () => people.filter((other) => other !== bob).slice(0, 4)),
    grow(),
  ]);
  return async () => {
    isWriting = false;
    await all;
  };
}

/**
 * What those people find on a server, of whom some may have come after the backup: histories without a gap,
 * rows that agree with them, pictures that are there. Returns the messages by their ids.
 */
async function examine(url: string, people: Person[]): Promise<Map<string, MessageDto>> {
  const found = new Map<string, MessageDto>();
  const back = people.map(({ user, token }) => new Person(url, { user, token }));
  for (const person of back.slice(0, 3)) {
    const { users } = await person.people('limit=100');
    for (const row of users) {
      const other = back.find(({ id }) => id === row._id);
      if (!other) continue;
      const history = await person.wholeHistory(other);
      expect(history.map(({ seq }) => seq)).toEqual(history.map((_, place) => place + 1));
      expect([row.lastSeq, row.lastMessage?._id]).toEqual([history.length, history.at(-1)?._id]);
      for (const message of history) {
        found.set(message._id, message);
        if (!message.image) continue;
        expect((await fetchAs(person, message.image.url)).status).toBe(200);
      }
    }
  }
  return found;
}

const program = (name: string, dataDir: string, args: string[], env: Record<string, string> = {}) =>
  runToEnd({ dataDir, args: [`dist/${name}.js`, ...args], env });

test('a MongoDB is backed up while people write, and restored into a built-in database, and into a MongoDB, with everything acknowledged before', async () => {
  const source = await startSharedDatabase(inWork('source'));
  const first = await serverOn(source, inWork('first'));
  const told: Told = {
    acknowledged: [],
    people: await Promise.all([1, 2, 3].map(() => newPerson(first.url))),
  };
  const stop = startCrowd(told);
  await expect.poll(() => told.acknowledged.length, { timeout: 90_000 }).toBeGreaterThan(100);
  const slow = await Link.open(() => [source.link.port]);
  slow.setWeather(SLOW_LINE);
  onTestFinished(() => slow.close());
  const [before, known] = [[...told.acknowledged], [...told.people]];
  const file = inWork('mongodb.backup');
  const made = await program('backup', first.dataDir, [file, '--json'], {
    MONGODB_URI: `mongodb://127.0.0.1:${slow.port}/parley`,
    JWT_SECRET_KEY: SECRET,
  });
  const during = told.acknowledged.length;
  await stop();
  expect(made.code, made.output).toBe(0);
  // What stands in for MongoDB here has no snapshots.
  expect(JSON.parse(made.output).manifest).toMatchObject({ mongodb: 'order' });
  expect(during - before.length, 'written meanwhile').toBeGreaterThan(20);
  await first.kill();
  await source.close();
  for (const name of ['first', 'source']) rmSync(inWork(name), { recursive: true });

  const builtIn = inWork('built-in');
  const restored = await program('restore', builtIn, [file]);
  expect(restored.code, restored.output).toBe(0);
  expect(readFileSync(path.join(builtIn, 'jwt-secret'), 'utf8')).toBe(SECRET);
  const second = await startServer({ dataDir: builtIn });
  const found = await examine(second.url, told.people).finally(() => second.kill());
  const pairs = new Set(known.slice(0, 3).map(({ id }) => id));
  for (const message of before) {
    if (!pairs.has(message.senderId) && !pairs.has(message.receiverId)) continue;
    expect(found.get(message._id)).toMatchObject({ text: message.text, seq: message.seq });
  }

  const target = await startSharedDatabase(inWork('target'));
  try {
    const env = { MONGODB_URI: target.uri, JWT_SECRET_KEY: SECRET };
    const into = await program('restore', inWork('third'), [file, '--json'], env);
    expect(into.code, into.output).toBe(0);
    expect(JSON.parse(into.output)).toMatchObject({ replaced: null, replacedCollections: null });
    const third = await serverOn(target, inWork('third'));
    const foundThere = await examine(third.url, told.people).finally(() => third.stop());
    expect([...foundThere.keys()].sort()).toEqual([...found.keys()].sort());

    mkdirSync(inWork('other-folder'));
    const full = await program('restore', inWork('other-folder'), [file], env);
    expect([full.code, full.output]).toEqual([
      1,
      expect.stringContaining('MONGODB_URI is not empty'),
    ]);
    const over = await program('restore', inWork('third'), [file, '--replace', '--json'], {
      ...env,
      JWT_SECRET_KEY: `${SECRET}, and another`,
    });
    expect(over.code, over.output).toBe(0);
    const { replaced, replacedCollections } = JSON.parse(over.output);
    expect(readFileSync(path.join(replaced, 'jwt-secret'), 'utf8')).toBe(SECRET);
    const connection = await mongoose.createConnection(target.uri).asPromise();
    const names = (await connection.listCollections()).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['messages', `${replacedCollections}messages`]));
    await connection.close();
    // A backup of it holds what is in use, not what was set aside.
    const again = await program('backup', inWork('third'), [inWork('again.backup'), '--json'], env);
    expect(again.code, again.output).toBe(0);
    expect(Object.keys(JSON.parse(again.output).manifest.collections).join()).not.toContain(
      'replaced-',
    );
  } finally {
    await target.close();
  }
});

test('a restore tells when the server would sign with another secret than the people’s sessions are signed with', async () => {
  const file = inWork('mongodb.backup');
  const other = await program('restore', inWork('told'), [file], { JWT_SECRET_KEY: `${SECRET}!` });
  expect(other.output).toContain('with another, everybody has to sign in again');
  const same = await program('restore', inWork('untold'), [file], { JWT_SECRET_KEY: SECRET });
  expect([same.code, same.output.includes('sign in again')]).toEqual([0, false]);
});
