import { calculateObjectSize } from 'bson';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Running, start } from './support';

const DOCUMENTS = 300;
let running: Running;
let bytes = 0;

beforeAll(async () => {
  running = await start();
  const items = running.db.collection('items');
  await items.createIndex({ number: 1 }, { unique: true });
  await items.createIndex({ tags: 1 });
  const documents = Array.from({ length: DOCUMENTS }, (_, number) => ({
    number,
    tags: ['a', `tag ${number}`],
    text: 'word '.repeat(number % 50),
  }));
  await items.insertMany(documents);
  // `_id` is given to the documents by the driver.
  bytes = documents.reduce((total, document) => total + calculateObjectSize(document), 0);
});

afterAll(() => running.stop());

test('collStats and $collStats tell the true number and size of documents and the size of each index', async () => {
  const { db } = running;
  const stats = await db.command({ collStats: 'items' });
  expect(stats).toMatchObject({
    ns: 'parley.items',
    count: DOCUMENTS,
    size: bytes,
    avgObjSize: Math.floor(bytes / DOCUMENTS),
    nindexes: 3,
    capped: false,
    ok: 1,
  });
  expect(Object.keys(stats.indexSizes)).toEqual(['_id_', 'number_1', 'tags_1']);
  // Two entries a document, with a record number each, against one.
  expect(stats.indexSizes.tags_1).toBeGreaterThan(stats.indexSizes.number_1);
  expect(stats.storageSize).toBeGreaterThan(stats.size);
  expect(stats.totalSize).toBe(stats.storageSize + stats.totalIndexSize);

  const [stage] = await db
    .collection('items')
    .aggregate([{ $collStats: { storageStats: {}, count: {} } }, { $project: { host: 0 } }])
    .toArray();
  const { ns, ok, ...measured } = stats;
  expect(stage).toMatchObject({ ns, count: DOCUMENTS, storageStats: measured });
  expect(ok).toBe(1);
  expect(await db.command({ collStats: 'items', scale: 1024 })).toMatchObject({
    size: Math.floor(bytes / 1024),
    scaleFactor: 1024,
  });
});

test('the sizes follow what is written and deleted', async () => {
  const { db } = running;
  const changing = db.collection('changing');
  await changing.insertMany([{ text: 'x'.repeat(100) }, { text: 'y' }]);
  const before = await db.command({ collStats: 'changing' });
  await changing.deleteOne({ text: 'y' });
  const after = await db.command({ collStats: 'changing' });
  expect([before.count, after.count]).toEqual([2, 1]);
  expect(after.indexSizes._id_).toBe(before.indexSizes._id_ / 2);
  await changing.drop();
  expect(await db.command({ collStats: 'changing' })).toMatchObject({ count: 0, nindexes: 0 });
});

test('dbStats adds up the collections of one database', async () => {
  const { db, client } = running;
  await client.db('other').collection('items').insertOne({ number: 1 });
  const stats = await db.command({ dbStats: 1 });
  const items = await db.command({ collStats: 'items' });
  expect(stats).toMatchObject({
    db: 'parley',
    collections: 1,
    objects: DOCUMENTS,
    dataSize: bytes,
    indexes: 3,
    indexSize: items.totalIndexSize,
    totalSize: items.totalSize,
    ok: 1,
  });
  expect(stats.fsTotalSize).toBeGreaterThan(stats.fsUsedSize);
  expect(await client.db('nobody').stats()).toMatchObject({ collections: 0, objects: 0 });
});

test.each([
  ['a scale of nothing', { collStats: 'items', scale: 0 }, 72],
  ['an unknown option', { dbStats: 1, colour: 'red' }, 40415],
  [
    'times that are not measured',
    { aggregate: 'items', pipeline: [{ $collStats: { latencyStats: {} } }], cursor: {} },
    238,
  ],
  [
    'a place other than the first',
    { aggregate: 'items', pipeline: [{ $match: {} }, { $collStats: {} }], cursor: {} },
    40602,
  ],
  [
    'a collection that does not exist',
    { aggregate: 'nobody', pipeline: [{ $collStats: { count: {} } }], cursor: {} },
    26,
  ],
])('%s is refused', async (_, command, code) => {
  await expect(running.db.command(command)).rejects.toMatchObject({ code });
});
