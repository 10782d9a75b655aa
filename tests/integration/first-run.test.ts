import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { startEmbeddedMongo } from '@parley/embedded-mongo';
import mongoose from 'mongoose';
import { expect, onTestFinished, test } from 'vitest';
import type { AuthOptionsDto } from '@/lib/shared/dto';
import { expectFailure, expectSuccess, newPerson, nextEvent, request } from '../support/person';
import { startServer, startServerForTest, type TestServer } from '../support/server';
import { serverForFile } from '../support/shared-server';

const shared = serverForFile();

const options = async ({ url }: TestServer) =>
  expectSuccess(await request<AuthOptionsDto>(`${url}/api/auth/options`));

/** The accounts as they are stored, beside the running server. */
async function openUsers({ dataDir }: Pick<TestServer, 'dataDir'>) {
  const database = await startEmbeddedMongo({
    dir: path.join(dataDir, 'database'),
    workerFile: path.resolve('dist/embedded-mongo-worker.js'),
  });
  const connection = await mongoose.createConnection(database.uri).asPromise();
  onTestFinished(async () => {
    await connection.close();
    await database.close();
  });
  return connection.collection('users');
}

test('an empty server says that it needs setting up, until the first account is made', async () => {
  const server = await startServerForTest();
  expect(await options(server)).toEqual({
    success: true,
    signup: 'open',
    passwords: true,
    passkeys: false,
    oidc: null,
    reset: 'operator',
    needsSetup: true,
    fileMaxBytes: 100 * 1024 * 1024,
    linkPreviews: false,
    retentionDays: 0,
  });
  await newPerson(server.url);
  expect(await options(server)).toMatchObject({ needsSetup: false });
});

test('of twenty who sign up on an empty server at once, exactly one is its administrator, and stays it', async () => {
  const server = await startServerForTest();
  const people = await Promise.all(Array.from({ length: 20 }, () => newPerson(server.url)));
  await newPerson(server.url);
  const users = await openUsers(server);
  const administrators = await users.find({ role: 'administrator' }).toArray();
  expect(administrators).toHaveLength(1);
  expect(people.map((person) => person.id)).toContain(administrators[0]?._id.toString());
  expect(await users.countDocuments({ role: 'member' })).toBe(20);
});

test('a server from before there were roles has the oldest account as its administrator, and no other later', async () => {
  const before = await startServerForTest();
  const oldest = await newPerson(before.url);
  for (let index = 0; index < 3; index++) await newPerson(before.url);
  const users = await openUsers(before);
  await users.updateMany({}, { $unset: { role: 1, isFirst: 1 } });
  // Nor did the versions of that time note how far they had brought the database.
  await users.conn.collection('schema').deleteMany({});
  await before.stop();

  const after = await startServer({ dataDir: before.dataDir });
  onTestFinished(() => after.kill());
  const ids = async () =>
    (await users.find({ role: 'administrator' }).toArray()).map((user) => user._id.toString());
  expect(await ids()).toEqual([oldest.id]);
  await newPerson(after.url);
  expect(await ids()).toEqual([oldest.id]);
  // Given up by hand, it is not handed to somebody else by the next start.
  await users.updateMany({}, { $set: { role: 'member' } });
  await after.stop();
  const again = await startServer({ dataDir: before.dataDir });
  onTestFinished(() => again.kill());
  expect(await ids()).toEqual([]);
});

test('nobody is told who the administrator is', async () => {
  const server = await startServerForTest();
  const first = await newPerson(server.url);
  const second = await newPerson(server.url);
  const told = [
    await second.people(),
    (await second.call(`/api/users/${first.id}`)).body,
    (await second.call(`/api/messages/${first.id}?peek=1`)).body,
  ];
  expect(JSON.stringify(told)).not.toMatch(/administrator|isFirst|role/);
});

test('who is connected hears of a person who signs up, and can ask who it is', async () => {
  const ada = await newPerson(shared().url);
  const socket = await ada.connect();
  const heard = nextEvent(socket, 'people:changed');
  const bob = await newPerson(shared().url, { fullName: 'Bob Live' });
  expect(await heard).toEqual({ userId: bob.id });
  const answer = await ada.call<{ user: object }>(`/api/users/${bob.id}`);
  const { users } = await ada.people('q=Bob Live');
  expect(expectSuccess(answer).user).toEqual(users[0]);
  socket.disconnect();
});

test('a sign-up that is refused is told to nobody', async () => {
  const ada = await newPerson(shared().url);
  const socket = await ada.connect();
  const heard: string[] = [];
  socket.on('people:changed', ({ userId }) => heard.push(userId));
  await request(`${shared().url}/api/auth/signup`, {
    method: 'POST',
    json: { fullName: 'X', email: ada.user.email, password: 'a quiet harbour 7' },
  });
  const next = nextEvent(socket, 'people:changed');
  const bob = await newPerson(shared().url);
  await next;
  expect(heard).toEqual([bob.id]);
  socket.disconnect();
});

test('one person can be asked for; nobody and what is no id cannot', async () => {
  const [ada, bob] = [await newPerson(shared().url), await newPerson(shared().url)];
  await ada.send(bob, 'one');
  await ada.send(bob, 'two');
  const { user } = expectSuccess(
    await bob.call<{ user: object }>(`/api/users/${ada.id.toUpperCase()}`),
  );
  expect(user).toMatchObject({ _id: ada.id, lastSeq: 2, lastMessage: { text: 'two' } });
  expect(user).not.toHaveProperty('email');
  const status = async (id: string) =>
    expectFailure(await bob.call(`/api/users/${encodeURIComponent(id)}`)).status;
  expect(await status('0123456789abcdef01234567')).toBe(404);
  expect(await status('nobody')).toBe(400);
  expect(await status(randomUUID())).toBe(400);
});
