import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import mongoose from 'mongoose';
import { expect, onTestFinished, test } from 'vitest';
import { directConversationId } from '@/lib/shared/ids';
import type { SchemaStateRecord } from '@/models/schema-state';
import { withDatabase } from '../support/database';
import { expectSuccess, newPerson, Person } from '../support/person';
import { makeDataDir, runToEnd, startServer, startServerForTest } from '../support/server';
import { startSharedDatabase } from '../support/shared-database';

const SECRET = 'the same secret on every node, long enough';
/** Enough that their indexes are not built before anybody can kill the node that builds them. */
const OLD_MESSAGES = 20_000;
const BATCH_COUNT = 5_000;
/** What a killed node held is free after ten seconds. */
const PATIENCE = { timeout: 60_000, interval: 50 };

const readState = (connection: mongoose.Connection) =>
  connection.collection<SchemaStateRecord>('schema').findOne({ _id: 'schema' });

/** How often an event was logged. */
const countLogged = (output: string, event: string): number =>
  output.split('\n').filter((line) => line.includes(`"msg":"${event}"`)).length;

/** A database for several nodes, and a way of our own into it. */
async function startPlace() {
  const dir = makeDataDir();
  const database = await startSharedDatabase(dir);
  const connection = await mongoose.createConnection(database.uri).asPromise();
  const folders = [dir];
  onTestFinished(async () => {
    await connection.close();
    await database.close();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });
  const startNode = async () => {
    const node = await startServer({
      env: { MONGODB_URI: database.uri, JWT_SECRET_KEY: SECRET, LOG_LEVEL: 'info' },
    });
    folders.push(node.dataDir);
    onTestFinished(() => node.kill());
    return node;
  };
  return { connection, database, startNode, folders };
}

/**
 * Turns it into a database of the first versions: accounts without roles, messages without words, the
 * index of addresses as it was, and nothing that says how far it has been brought up.
 */
async function makeOld(
  connection: mongoose.Connection,
  [ada, bob]: readonly [Person, Person],
  messageCount: number,
): Promise<void> {
  await connection.collection('schema').drop();
  for (const name of ['users', 'messages', 'conversations', 'sessions']) {
    await connection.collection(name).dropIndexes();
  }
  const users = connection.collection('users');
  await users.updateMany({}, { $unset: { role: 1, isFirst: 1 } });
  await users.createIndex({ email: 1 }, { unique: true });
  const conversationId = directConversationId(ada.id, bob.id);
  for (let first = 1; first <= messageCount; first += BATCH_COUNT) {
    const length = Math.min(BATCH_COUNT, messageCount - first + 1);
    await connection.collection('messages').insertMany(
      Array.from({ length }, (_, index) => ({
        conversationId,
        seq: first + index,
        senderId: new mongoose.Types.ObjectId(ada.id),
        receiverId: new mongoose.Types.ObjectId(bob.id),
        text: `ancient ${first + index}`,
        image: null,
        clientId: randomUUID(),
        createdAt: new Date(Date.now() - 86_400_000 + first + index),
        editedAt: null,
        deletedAt: null,
      })),
    );
  }
}

const indexNames = async (connection: mongoose.Connection, name: string) =>
  (await connection.collection(name).indexes()).map((index) => index.name).sort();

async function makeOldPlace(messageCount: number) {
  const place = await startPlace();
  const { connection } = place;
  const first = await place.startNode();
  const people = [await newPerson(first.url), await newPerson(first.url)] as const;
  const wanted = {
    users: await indexNames(connection, 'users'),
    state: await readState(connection),
  };
  const messageIndexes = await indexNames(connection, 'messages');
  await first.stop();
  await makeOld(connection, people, messageCount);
  return { ...place, people, wanted, messageIndexes };
}

test('two nodes of a new version that start at once bring an old database up once, and serve', async () => {
  const { connection, startNode, people, wanted, messageIndexes } = await makeOldPlace(300);
  const nodes = await Promise.all([startNode(), startNode()]);

  const state = await readState(connection);
  expect(state?.version).toBe(wanted.state?.version);
  expect(state?.steps.map(({ name }) => name)).toEqual(wanted.state?.steps.map(({ name }) => name));
  const done = nodes.map((node) => countLogged(node.output(), 'schema.step_done'));
  expect(done.toSorted()).toEqual([0, wanted.state?.steps.length]);
  expect(await indexNames(connection, 'users')).toEqual(wanted.users);
  expect(await indexNames(connection, 'messages')).toEqual(messageIndexes);
  const administrators = await connection.collection('users').countDocuments({ isFirst: true });
  expect(administrators).toBe(1);

  // What takes long goes on while they serve.
  const unfilled = () =>
    connection.collection('messages').countDocuments({ termsVersion: { $exists: false } });
  await expect.poll(unfilled, PATIENCE).toBe(0);
  for (const node of nodes) {
    const ada = new Person(node.url, people[0]);
    await ada.send(people[1], 'in the present form');
  }
});

test('a node killed in the middle leaves the rest to the next, which does each step once', async () => {
  const { connection, database, folders, startNode, wanted, messageIndexes } =
    await makeOldPlace(OLD_MESSAGES);
  const { spawnProduct } = await import('../support/server');
  const dataDir = makeDataDir();
  folders.push(dataDir);
  const killed = spawnProduct({
    dataDir,
    env: { MONGODB_URI: database.uri, JWT_SECRET_KEY: SECRET, LOG_LEVEL: 'info' },
  });
  await expect.poll(() => readState(connection), { timeout: 60_000, interval: 5 }).not.toBeNull();
  killed.child.kill('SIGKILL');
  // It had begun, and was not done: an older version is told so from now on.
  const middle = await readState(connection);
  expect(middle).toMatchObject({ version: wanted.state?.version, steps: [] });
  expect(middle).not.toHaveProperty('indexes');

  const nodes = await Promise.all([startNode(), startNode()]);
  const state = await readState(connection);
  expect(state?.indexes).toBe(wanted.state?.indexes);
  expect(state?.steps.map(({ name }) => name)).toEqual(wanted.state?.steps.map(({ name }) => name));
  expect(await indexNames(connection, 'messages')).toEqual(messageIndexes);
  const done = nodes.map((node) => countLogged(node.output(), 'schema.step_done'));
  expect(done.toSorted()).toEqual([0, wanted.state?.steps.length]);
});

/** As a version would leave it that is not there yet. */
const raise = (connection: mongoose.Connection) =>
  connection
    .collection<SchemaStateRecord>('schema')
    .updateOne({ _id: 'schema' }, { $set: { version: 99, raisedBy: '9.9.9' } });

test('an older node that runs goes on beside a newer version; started anew it refuses, and says which version it takes', async () => {
  const { connection, database, startNode } = await startPlace();
  const node = await startNode();
  const [ada, bob] = [await newPerson(node.url), await newPerson(node.url)];
  await raise(connection);
  expect((await ada.send(bob, 'still here')).seq).toBe(1);
  expect((await fetch(`${node.url}/api/health/ready`)).status).toBe(200);

  const before = await readState(connection);
  const dataDir = makeDataDir();
  const refused = await runToEnd({
    dataDir,
    env: { MONGODB_URI: database.uri, JWT_SECRET_KEY: SECRET },
  });
  rmSync(dataDir, { recursive: true, force: true });
  expect(refused.code).toBe(1);
  expect(refused.output).toMatch(
    /^Parley cannot start: The database cannot be used \(mongodb:.*\): this is Parley \d.*Parley 9\.9\.9 has brought it to version 99: start that version or a newer one, or restore a backup from before$/m,
  );
  expect(await readState(connection)).toEqual(before);
});

test('the built-in database is brought up in the same way, refused in the same words, and has its indexes again', async () => {
  const server = await startServerForTest();
  const { dataDir } = server;
  const ada = await newPerson(server.url);
  await server.stop();
  const sessions = await withDatabase({ dataDir }, async (connection) => {
    const names = await indexNames(connection, 'sessions');
    await connection.collection('sessions').dropIndexes();
    expect((await readState(connection))?.steps.length).toBeGreaterThan(0);
    return names;
  });
  const again = await startServer({ dataDir });
  onTestFinished(() => again.kill());
  const own = await new Person(again.url, ada).call<{ user: { _id: string } }>('/api/auth/check');
  expect(expectSuccess(own).user._id).toBe(ada.id);
  await withDatabase({ dataDir }, async (connection) => {
    expect(await indexNames(connection, 'sessions')).toEqual(sessions);
    await raise(connection);
  });
  await again.stop();

  const refused = await runToEnd({ dataDir });
  expect([refused.code, refused.output]).toEqual([1, expect.stringContaining('to version 99')]);
  const command = await runToEnd({ dataDir, args: ['dist/admin.js', 'stats'] });
  expect([command.code, command.output]).toEqual([1, expect.stringContaining('to version 99')]);
});
