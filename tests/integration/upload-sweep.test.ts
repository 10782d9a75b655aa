import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, utimesSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { expectSuccess, newPerson, type Person } from '../support/person';
import { makeQuarters, sendPicture } from '../support/photos';
import { makeDataDir, startServer, type TestServer } from '../support/server';

const PICTURES = 26;
const TWO_HOURS_AGO = new Date(Date.now() - 2 * 60 * 60_000);

const dataDir = makeDataDir();
const spareDir = makeDataDir();
const uploads = path.join(dataDir, 'uploads');
const aside = path.join(dataDir, 'uploads-aside');
const database = path.join(dataDir, 'database');

let server: TestServer | undefined;
let ada: Person;
let bob: Person;

async function start(): Promise<TestServer> {
  server = await startServer({ dataDir, env: { LOG_LEVEL: 'info' } });
  return server;
}

/** Starts, waits for the sweep of the start to say what it did, and stops. */
async function startAndSweep(): Promise<string> {
  const running = await start();
  await vi.waitFor(() => expect(running.output()).toMatch(/uploads\.(?:not_)?swept/), {
    timeout: 20_000,
    interval: 50,
  });
  expect(await running.stop()).toBe(0);
  return running.output();
}

const files = () => readdirSync(uploads).sort();
const filesAside = () =>
  existsSync(aside)
    ? readdirSync(aside, { recursive: true, encoding: 'utf8' }).filter((name) =>
        /\.webp/.test(name),
      )
    : [];

/** A sweep leaves alone what was written a moment ago. */
function age(): void {
  for (const name of files()) utimesSync(path.join(uploads, name), TWO_HOURS_AGO, TWO_HOURS_AGO);
}

/** A picture of a message that does not exist. */
async function addOrphan(): Promise<string> {
  const name = `message-${'0'.repeat(24)}-${randomUUID()}-${randomUUID()}.webp`;
  await copyFile(path.join(uploads, files()[0] ?? ''), path.join(uploads, name));
  return name;
}

beforeAll(async () => {
  const running = await start();
  [ada, bob] = await Promise.all([newPerson(running.url), newPerson(running.url)]);
  const bytes = await makeQuarters({ width: 32, height: 20 });
  for (let count = 0; count < PICTURES; count++) await sendPicture(ada, bob, { bytes });
  await running.stop();
  age();
});

afterAll(async () => {
  await server?.kill();
  rmSync(dataDir, { recursive: true, force: true });
  rmSync(spareDir, { recursive: true, force: true });
});

test('beside an empty database every uploaded file stays, also once people have signed up, and the log says why', async () => {
  const spare = path.join(spareDir, 'database');
  const before = files();
  expect(before).toHaveLength(PICTURES);
  renameSync(database, spare);
  const first = await startAndSweep();
  expect(first).toContain('The database is empty, but there are files in');
  expect(files()).toEqual(before);

  const running = await start();
  await newPerson(running.url);
  await running.stop();
  const second = await startAndSweep();
  expect(second).toContain('belong to another database than the one in use');
  expect(files()).toEqual(before);
  expect(filesAside()).toEqual([]);

  rmSync(database, { recursive: true });
  renameSync(spare, database);
});

test('a single file that nothing refers to is set aside, and comes back when something does', async () => {
  const orphan = await addOrphan();
  const [wanted = ''] = files().filter((name) => name !== orphan);
  age();
  // As if an earlier sweep had taken it by mistake.
  mkdirSync(path.join(aside, '2026-01-02'), { recursive: true });
  renameSync(path.join(uploads, wanted), path.join(aside, '2026-01-02', wanted));
  const output = await startAndSweep();
  expect(output).toMatch(/"setAside":1,"broughtBack":1,"deleted":0/);
  expect(files()).toHaveLength(PICTURES);
  expect(files()).toContain(wanted);
  expect(filesAside()).toEqual([expect.stringMatching(new RegExp(`^[\\d-]{10}/${orphan}$`))]);
});

test('what a crash left of a deleted message goes with the next start, however young', async () => {
  const running = await start();
  ada = Object.assign(Object.create(Object.getPrototypeOf(ada)), ada, { url: running.url });
  const bytes = await makeQuarters({ width: 32, height: 20 });
  const message = await sendPicture(ada, bob, { bytes });
  const name = path.basename(message.image?.url ?? '');
  const kept = path.join(spareDir, name);
  await copyFile(path.join(uploads, name), kept);
  expectSuccess(await ada.call(`/api/messages/${message._id}`, { method: 'DELETE' }));
  expect(files()).not.toContain(name);
  await running.stop();
  // As if it had been killed before it removed the file.
  await copyFile(kept, path.join(uploads, name));
  const again = await start();
  await vi.waitFor(() => expect(files()).not.toContain(name), { timeout: 20_000, interval: 50 });
  await again.stop();
  expect(files()).toHaveLength(PICTURES);
  expect(filesAside().join()).not.toContain(name);
});

test('what was set aside is deleted after a week', async () => {
  const [today = ''] = readdirSync(aside);
  const day = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
  renameSync(path.join(aside, today), path.join(aside, day(9)));
  mkdirSync(path.join(aside, day(5)));
  const younger = `message-${'1'.repeat(24)}-${randomUUID()}-${randomUUID()}.webp`;
  await copyFile(path.join(uploads, files()[0] ?? ''), path.join(aside, day(5), younger));
  expect(await startAndSweep()).toMatch(/"setAside":0,"broughtBack":0,"deleted":1/);
  expect(filesAside()).toEqual([`${day(5)}/${younger}`]);
});

test('when more than a tenth of the files would go, all stay', async () => {
  for (let count = 0; count < 4; count++) await addOrphan();
  age();
  const before = files();
  expect(await startAndSweep()).toContain('The database does not know 4 of the 30 files');
  expect(files()).toEqual(before);
  for (const name of before) {
    if (name.includes('0'.repeat(24))) rmSync(path.join(uploads, name));
  }
});

test("a replaced profile picture's file is set aside, not deleted", async () => {
  const running = await start();
  const before = filesAside().length;
  const setPicture = async (bytes: Buffer) => {
    const form = new FormData();
    form.set('profilePic', new Blob([new Uint8Array(bytes)]), 'a.png');
    const answer = await ada.call<{ user: { profilePic: string } }>('/api/auth/update-profile', {
      method: 'PUT',
      body: form,
    });
    return path.basename(expectSuccess(answer).user.profilePic);
  };
  ada = Object.assign(Object.create(Object.getPrototypeOf(ada)), ada, { url: running.url });
  const bytes = await makeQuarters({ width: 40, height: 40 });
  const first = await setPicture(bytes);
  const second = await setPicture(bytes);
  expect(files()).toContain(second);
  expect(files()).not.toContain(first);
  expect(filesAside()).toHaveLength(before + 1);
  expect(filesAside()).toContainEqual(expect.stringContaining(first));
  await running.stop();
});
