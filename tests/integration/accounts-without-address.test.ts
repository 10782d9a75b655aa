import { rmSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { withDatabase } from '../support/database';
import { newPerson } from '../support/person';
import { startServer } from '../support/server';

test('a database in which every account had an address takes accounts without one after the next start', async () => {
  const first = await startServer();
  onTestFinished(() => rmSync(first.dataDir, { recursive: true, force: true }));
  const ada = await newPerson(first.url);
  await withDatabase(first, async (connection) => {
    const users = connection.collection('users');
    await users.dropIndex('email_if_any');
    await users.createIndex({ email: 1 }, { unique: true });
    // Nor did the versions of that time note how far they had brought the database.
    await connection.collection('schema').deleteMany({});
  });
  await first.stop();

  const second = await startServer({ dataDir: first.dataDir });
  onTestFinished(() => second.kill());
  await withDatabase(second, async (connection) => {
    const users = connection.collection('users');
    const names = (await users.indexes()).map(({ name }) => name);
    expect(names).toContain('email_if_any');
    expect(names).not.toContain('email_1');
    const person = { fullName: 'Somebody', nameKey: 'somebody', nameWords: ['somebody'] };
    await users.insertMany([{ ...person }, { ...person }]);
    const { email } = ada.user;
    await expect(users.insertOne({ ...person, email })).rejects.toThrow('duplicate key');
  });
});
