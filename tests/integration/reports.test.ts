import path from 'node:path';
import { startEmbeddedMongo } from '@parley/embedded-mongo';
import mongoose from 'mongoose';
import { expect, test } from 'vitest';
import { listReports } from '@/lib/server/services/operator/reports';
import { ROOT } from '../support/build';
import { expectFailure, expectSuccess, newPerson, type Person } from '../support/person';
import { startServerForTest } from '../support/server';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();

const report = (person: Person, json: object) =>
  person.call('/api/reports', { method: 'POST', json });
/** What the operator is shown of it. */
async function stored(reporter: Person) {
  const database = await startEmbeddedMongo({
    dir: path.join(server().dataDir, 'database'),
    workerFile: path.join(ROOT, 'dist/embedded-mongo-worker.js'),
  });
  try {
    await mongoose.connect(database.uri);
    const { reports } = await listReports({ all: true, limit: 100 });
    return reports.filter((report) => report.reporter._id === reporter.id).reverse();
  } finally {
    await mongoose.disconnect();
    await database.close();
  }
}

test('a person or a message is reported, and a copy outlives the message', async () => {
  const [ada, bob] = [await newPerson(server().url), await newPerson(server().url)];
  const message = await bob.send(ada, 'something rude');
  const answer = await report(ada, { userId: bob.id, messageId: message._id, reason: ' rude ' });
  expectSuccess(answer);
  expect(answer.status).toBe(201);
  expectSuccess(await report(ada, { userId: bob.id, reason: 'and so on' }));
  await bob.call(`/api/messages/${message._id}`, { method: 'DELETE' });
  expect(await stored(ada)).toMatchObject([
    { user: { fullName: bob.user.fullName }, reason: 'rude', message: { text: 'something rude' } },
    { reason: 'and so on', message: null },
  ]);
});

test('only a message of one’s own conversation with that person; nobody and oneself are 404', async () => {
  const [ada, bob, eve] = [
    await newPerson(server().url),
    await newPerson(server().url),
    await newPerson(server().url),
  ];
  const message = await ada.send(bob, 'between us');
  const refused = [
    [eve, { userId: bob.id, messageId: message._id, reason: 'x' }, 404],
    [ada, { userId: eve.id, messageId: message._id, reason: 'x' }, 404],
    [ada, { userId: 'f'.repeat(24), reason: 'x' }, 404],
    [ada, { userId: ada.id, reason: 'x' }, 404],
    [ada, { userId: bob.id, messageId: 'f'.repeat(24), reason: 'x' }, 404],
    [ada, { userId: bob.id }, 400],
    [ada, { userId: bob.id, reason: '   ' }, 400],
    [ada, { userId: bob.id, reason: 'x'.repeat(1001) }, 400],
    [ada, { userId: 'nonsense', reason: 'x' }, 400],
  ] as const;
  for (const [person, json, status] of refused) {
    expect([json, expectFailure(await report(person, json)).status]).toEqual([json, status]);
  }
  for (const person of [ada, bob, eve]) expect(await stored(person)).toEqual([]);
});

test('nobody floods the operator', async () => {
  const { url } = await startServerForTest({ env: { RATE_LIMITS: 'on' } });
  const [ada, bob] = [await newPerson(url), await newPerson(url)];
  const answers = await Promise.all(
    Array.from({ length: 25 }, () => report(ada, { userId: bob.id, reason: 'again' })),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(5);
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
});
