import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import mongoose from 'mongoose';
import { afterAll, expect, test } from 'vitest';
import { newPerson, Person } from '../support/person';
import { sendPicture } from '../support/photos';
import { makeDataDir, runToEnd, startServer } from '../support/server';
import { startSharedDatabase } from '../support/shared-database';

const work = makeDataDir();
afterAll(() => rmSync(work, { recursive: true, force: true }));

test('everything moves into a MongoDB, also when it is cut off on the way, and the server goes on there', async () => {
  const dataDir = path.join(work, 'data');
  mkdirSync(dataDir);
  const first = await startServer({ dataDir });
  const [ada, bob] = [await newPerson(first.url), await newPerson(first.url)];
  for (let count = 0; count < 20; count++) await ada.send(bob, `number ${count}`);
  await sendPicture(bob, ada, { text: 'and a picture' });
  const before = await ada.wholeHistory(bob);
  const target = await startSharedDatabase(path.join(work, 'target'));
  const migrate = (...args: string[]) =>
    runToEnd({ dataDir, args: ['dist/migrate-mongodb.js', ...args] });
  try {
    const busy = await migrate(target.uri);
    expect([busy.code, busy.output.includes('is in use by another')]).toEqual([1, true]);
    expect(await first.stop()).toBe(0);

    // As soon as one collection is there, in the middle of the others.
    const cut = spawn(process.execPath, ['dist/migrate-mongodb.js', target.uri], {
      env: { ...process.env, DATA_DIR: dataDir },
    });
    await new Promise((resolve) => cut.stdout.once('data', resolve));
    cut.kill('SIGKILL');
    const done = await migrate(target.uri, '--json');
    expect(done.code, done.output).toBe(0);
    const { collections } = JSON.parse(done.output);
    expect(collections).toContainEqual(
      expect.objectContaining({ collection: 'messages', documents: before.length }),
    );
    const connection = await mongoose.createConnection(target.uri).asPromise();
    expect(await connection.collection('messages').countDocuments()).toBe(before.length);
    const names = (await connection.collection('messages').indexes()).map(({ name }) => name);
    expect(names.length).toBeGreaterThan(2);
    await connection.close();

    const twice = await migrate(target.uri);
    expect([twice.code, twice.output.includes('is not empty')]).toEqual([1, true]);
    const unclear = await migrate('localhost');
    expect(unclear.code).toBe(2);

    const secret = readFileSync(path.join(dataDir, 'jwt-secret'), 'utf8').trim();
    const second = await startServer({
      dataDir,
      env: { MONGODB_URI: target.uri, JWT_SECRET_KEY: secret },
    });
    try {
      const back = new Person(second.url, { user: ada.user, token: ada.token });
      expect(await back.wholeHistory(bob)).toEqual(before);
      expect((await back.send(bob, 'from there')).seq).toBe(before.length + 1);
    } finally {
      await second.stop();
    }
  } finally {
    await target.close();
  }
});
