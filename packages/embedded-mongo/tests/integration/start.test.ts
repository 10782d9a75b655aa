import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MongoClient } from 'mongodb';
import { afterEach, expect, test } from 'vitest';
import { startEmbeddedMongo } from '../../src/index';

let dir = '';
afterEach(() => rm(dir, { recursive: true, force: true }));

test.each([
  ['in a worker thread', {}],
  ['in the calling thread', { workerFile: false as const }],
  ['over TCP with a credential', { tcp: true }],
])('starts %s, keeps what was written and closes', async (_, options) => {
  dir = await mkdtemp(path.join(tmpdir(), 'em-start-'));
  for (const round of [1, 2]) {
    const database = await startEmbeddedMongo({ dir, ...options });
    const client = await MongoClient.connect(database.uri);
    const notes = client.db().collection('notes');
    await notes.insertOne({ round });
    expect(await notes.countDocuments()).toBe(round);
    await client.close();
    await database.close();
  }
});

test.each([
  ['in a worker thread', {}],
  ['in the calling thread', { workerFile: false as const }],
])('a folder that cannot be used refuses the start %s', async (_, options) => {
  dir = await mkdtemp(path.join(tmpdir(), 'em-start-'));
  const file = path.join(dir, 'a-file');
  await writeFile(file, '');
  await expect(startEmbeddedMongo({ dir: path.join(file, 'db'), ...options })).rejects.toThrow(
    'ENOTDIR',
  );
});

test('over TCP nobody gets in without the credential', async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'em-start-'));
  const database = await startEmbeddedMongo({ dir, tcp: true, workerFile: false });
  const { host } = new URL(database.uri);
  const attempts: [string, number][] = [
    [`mongodb://${host}/parley?directConnection=true`, 13],
    [`mongodb://parley:wrong@${host}/?authMechanism=PLAIN&authSource=$external`, 18],
  ];
  for (const [uri, code] of attempts) {
    const client = new MongoClient(uri, { serverSelectionTimeoutMS: 2_000 });
    await expect(client.db().collection('notes').countDocuments()).rejects.toMatchObject({ code });
    await client.close();
  }
  await database.close();
});
