import { rmSync } from 'node:fs';
import path from 'node:path';
import { startEmbeddedMongo } from '@parley/embedded-mongo';
import bcrypt from 'bcryptjs';
import mongoose from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY_MS } from '@/lib/shared/limits';
import { fold } from '@/lib/shared/text';
import { Session } from '@/models/session';
import { User } from '@/models/user';
import { newPerson, nextEvent, PASSWORD, type Person, request } from '../support/person';
import { makeDataDir, startServer, type TestServer } from '../support/server';

const DATABASE = { workerFile: path.resolve('dist/embedded-mongo-worker.js') };

/** A server whose database this process reads and changes behind its back. */
const dataDir = makeDataDir();
let server: TestServer;
let close: () => Promise<void>;

beforeAll(async () => {
  server = await startServer({ dataDir });
  const database = await startEmbeddedMongo({ dir: path.join(dataDir, 'database'), ...DATABASE });
  close = database.close;
  await mongoose.connect(database.uri);
});

afterAll(async () => {
  await mongoose.disconnect();
  await close();
  await server.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

const logIn = (person: Person, password: string) =>
  request(`${server.url}/api/auth/login`, {
    method: 'POST',
    json: { email: person.user.email, password },
  });
const check = async (person: Person) => (await person.call('/api/auth/check')).status;

/** Sets when the session of a person was made and last used, and when it ends. */
const setSession = (person: Person, set: object) =>
  Session.updateOne({ userId: person.id }, { $set: set });

test('a session that is used goes on; one that is not ends after thirty days', async () => {
  const [used, idle] = [await newPerson(server.url), await newPerson(server.url)];
  const almost = {
    createdAt: new Date(Date.now() - 100 * DAY_MS),
    lastUsedAt: new Date(Date.now() - 29 * DAY_MS),
    expiresAt: new Date(Date.now() + DAY_MS),
  };
  await setSession(used, almost);
  await setSession(idle, { ...almost, expiresAt: new Date(Date.now() - 1) });
  expect(await check(idle)).toBe(401);
  expect(await check(used)).toBe(200);
  const session = await Session.findOne({ userId: used.id }).lean();
  const days = ((session?.expiresAt.getTime() ?? 0) - Date.now()) / DAY_MS;
  expect(Math.round(days)).toBe(30);
});

test('a session ends a year after it was made, however often it is used', async () => {
  const person = await newPerson(server.url);
  const createdAt = new Date(Date.now() - 364 * DAY_MS);
  await setSession(person, { createdAt, lastUsedAt: new Date(Date.now() - DAY_MS) });
  await setSession(person, { expiresAt: new Date(Date.now() + 1_000) });
  expect(await check(person)).toBe(200);
  const session = await Session.findOne({ userId: person.id }).lean();
  expect(session?.expiresAt).toEqual(new Date(createdAt.getTime() + 365 * DAY_MS));
});

test('a person who is removed and a session that ended unheard lose their sockets', async () => {
  const [removed, ended] = [await newPerson(server.url), await newPerson(server.url)];
  const sockets = [await removed.connect(), await ended.connect()];
  const closed = sockets.map(
    (socket) => new Promise((resolve) => socket.once('disconnect', resolve)),
  );
  await User.deleteOne({ _id: removed.id });
  await Session.deleteOne({ userId: ended.id });
  // What nobody told the server of it notices by looking, as it does every half minute.
  await Promise.all(closed);
  expect(await check(removed)).toBe(401);
  const send = await removed.call(`/api/messages/send/${ended.id}`, {
    method: 'POST',
    json: { text: 'still here' },
  });
  expect(send.status).toBe(401);
  expect(await check(ended)).toBe(401);
});

test('a hash that counts 72 bytes alone is replaced when its password signs in', async () => {
  const person = await newPerson(server.url);
  const passwordHash = await bcrypt.hash(PASSWORD, 4);
  await User.updateOne({ _id: person.id }, { $set: { passwordHash } });
  expect((await logIn(person, 'not the password')).status).toBe(401);
  const answers = await Promise.all([1, 2, 3].map(() => logIn(person, PASSWORD)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  const user = await User.findById(person.id).lean();
  expect(user?.passwordHash).toMatch(/^hmac-sha384:\$2/);
  expect((await logIn(person, PASSWORD)).status).toBe(200);
});

test.each([
  ['Łukasz Żółw', 'lukasz zolw'],
  ['Søren Ødegård', 'odegard soren'],
  ['Þór Straße', 'thor strasse'],
  ['田中太郎', '太郎'],
  ['สมชาย ใจดี', 'ชาย'],
  ['علی رضا', 'علي'],
])('%s is found by "%s"', async (fullName, q) => {
  const person = await newPerson(server.url, { fullName });
  const { users } = await (await newPerson(server.url)).people(`q=${encodeURIComponent(q)}`);
  expect(users.map((user) => user._id)).toContain(person.id);
});

test('names that an older version folded are folded again at a start', async () => {
  const person = await newPerson(server.url, { fullName: 'Æsop Łoś' });
  await User.updateOne(
    { _id: person.id },
    { $set: { nameKey: 'æsop łos', nameWords: ['æsop', 'łos'] }, $unset: { nameFoldVersion: 1 } },
  );
  await server.stop();
  server = await startServer({ dataDir });
  const refolded = () => User.exists({ _id: person.id, nameKey: fold('Æsop Łoś') });
  await expect.poll(refolded, { timeout: 10_000 }).toBeTruthy();
  const other = await newPerson(server.url);
  const { users } = await other.people('q=aesop%20los');
  expect(users.map((user) => user._id)).toEqual([person.id]);
});

test('a visit from another site marks nothing as seen', async () => {
  const [ada, bob] = [await newPerson(server.url), await newPerson(server.url)];
  await bob.send(ada, 'unread');
  const cookie = { cookie: `authjs.session-token=${ada.token}` };
  const visit = async (headers: Record<string, string>, method = 'GET') => {
    const response = await fetch(`${server.url}/api/messages/${bob.id}`, {
      method,
      headers: { ...cookie, ...headers },
    });
    expect(response.status).toBe(200);
    return (await ada.people()).unseenMessages[bob.id];
  };
  expect(await visit({ 'sec-fetch-site': 'cross-site' })).toBe(1);
  expect(await visit({ accept: 'text/html,application/xhtml+xml,*/*;q=0.8' })).toBe(1);
  expect(await visit({ 'sec-fetch-site': 'same-origin' }, 'HEAD')).toBe(1);
  const seen = nextEvent(await bob.connect(), 'conversation:seen');
  expect(await visit({ 'sec-fetch-site': 'same-origin' })).toBe(undefined);
  expect(await seen).toMatchObject({ userId: ada.id });
});

test('a text that shows nothing is refused', async () => {
  const [ada, bob] = [await newPerson(server.url), await newPerson(server.url)];
  const answer = await ada.call(`/api/messages/send/${bob.id}`, {
    method: 'POST',
    json: { text: '\u200b\u3164 \u2800' },
  });
  expect(answer.status).toBe(400);
});
