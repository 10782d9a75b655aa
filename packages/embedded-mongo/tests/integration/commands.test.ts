import type { Collection, Document } from 'mongodb';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type Running, requireValid, start } from './support';

let running: Running;
const log = vi.fn();
beforeAll(async () => {
  running = await start({ log, slowMs: 0 });
});
afterAll(() => running.stop());
afterEach(async () => {
  await requireValid(running.db);
  await running.db.dropDatabase();
});

const rows = (): Collection => running.db.collection('rows');

async function fill(count = 1_000): Promise<void> {
  await rows().insertMany(
    Array.from({ length: count }, (_, n) => ({
      n,
      group: n % 10,
      tags: [`t${n % 5}`, `s${n % 3}`],
    })),
  );
}

/** The stages of a plan, outermost first. */
function stages(plan: Document): string[] {
  const inner: Document[] = plan.inputStages ?? (plan.inputStage ? [plan.inputStage] : []);
  return [plan.stage, ...inner.flatMap(stages)];
}

async function planOf(filter: Document, options: Document = {}): Promise<string[]> {
  const { queryPlanner } = await rows().find(filter, options).explain('queryPlanner');
  return stages(queryPlanner.winningPlan);
}

test('explain tells index from scan, and an index serves filter and order together', async () => {
  await fill();
  await rows().createIndexes([{ key: { group: 1, n: -1 } }, { key: { tags: 1, n: 1 } }]);
  expect(await planOf({ other: 1 })).toEqual(['COLLSCAN']);
  expect(await planOf({ _id: 1 as never })).toEqual(['IDHACK']);
  expect(await planOf({ group: 3 }, { sort: { n: -1 }, limit: 5 })).toEqual([
    'LIMIT',
    'FETCH',
    'IXSCAN',
  ]);
  expect(await planOf({ group: 3 }, { sort: { n: 1 } })).toEqual(['FETCH', 'IXSCAN']);
  expect(await planOf({ group: { $in: [3, 4] } }, { sort: { n: -1 } })).toEqual([
    'FETCH',
    'IXSCAN',
  ]);
  // Several tags a row, one n: still in order.
  expect(await planOf({ tags: 't1' }, { sort: { n: 1 } })).toEqual(['FETCH', 'IXSCAN']);
  expect(await planOf({ group: 3 }, { sort: { tags: 1 } })).toContain('SORT');
  expect(await planOf({ $or: [{ group: 1 }, { tags: 's1' }] })).toEqual([
    'FETCH',
    'OR',
    'IXSCAN',
    'IXSCAN',
  ]);
  const counted = await running.db.command({
    explain: { count: 'rows', query: { group: 3, n: { $gt: 500 } } },
    verbosity: 'executionStats',
  });
  expect(stages(counted.queryPlanner.winningPlan)).toEqual(['COUNT', 'COUNT_SCAN']);
  expect(counted.executionStats).toMatchObject({ totalDocsExamined: 0, totalKeysExamined: 50 });
  const page = await rows()
    .find({ group: { $in: [3, 4] } })
    .sort({ n: -1 })
    .limit(4)
    .toArray();
  expect(page.map(({ n }) => n)).toEqual([994, 993, 984, 983]);
});

test('an index on a large collection is built while others write', async () => {
  await fill(5_000);
  const building = rows().createIndex({ n: 1 }, { unique: true });
  await Promise.all(
    Array.from({ length: 50 }, (_, i) =>
      i % 2 ? rows().insertOne({ n: 10_000 + i }) : rows().deleteOne({ n: i }),
    ),
  );
  expect(await building).toBe('n_1');
  expect(await planOf({ n: 77 })).toEqual(['FETCH', 'IXSCAN']);
  await rows()
    .insertMany([{ twice: 1 }, { twice: 1 }])
    .catch(() => undefined);
  await rows().insertMany(Array.from({ length: 1_500 }, (_, i) => ({ n: 20_000 + i, same: 1 })));
  await expect(rows().createIndex({ same: 1 }, { unique: true })).rejects.toMatchObject({
    code: 11000,
  });
  expect((await rows().indexes()).map(({ name }) => name)).toEqual(['_id_', 'n_1']);
});

test('sparse and partial indexes hold what they should and serve only what they hold', async () => {
  await rows().createIndex({ email: 1 }, { unique: true, sparse: true });
  await rows().createIndex({ n: 1 }, { unique: true, partialFilterExpression: { live: true } });
  await rows().insertMany([{}, {}, { n: 1, live: false }, { n: 1, live: true }]);
  await expect(rows().insertOne({ n: 1, live: true })).rejects.toMatchObject({ code: 11000 });
  expect(await planOf({ email: null })).toEqual(['COLLSCAN']);
  expect(await planOf({ n: 1 })).toEqual(['COLLSCAN']);
  expect(await planOf({ n: 1, live: true })).toEqual(['FETCH', 'IXSCAN']);
  expect(await rows().countDocuments({ email: null })).toBe(4);
});

test('an update that moves documents along its own index meets each once', async () => {
  await rows().createIndex({ n: 1 });
  await rows().insertMany(Array.from({ length: 3_000 }, (_, n) => ({ n })));
  const { modifiedCount } = await rows().updateMany({ n: { $gte: 0 } }, { $inc: { n: 10_000 } });
  expect(modifiedCount).toBe(3_000);
  expect(await rows().countDocuments({ n: { $gte: 20_000 } })).toBe(0);
});

test('maxTimeMS ends a scan with code 50 and a scan lets others through', async () => {
  await fill(20_000);
  const slow = { $expr: { $gt: [{ $add: ['$n', '$group'] }, 1e9] } };
  await expect(rows().find(slow).maxTimeMS(5).toArray()).rejects.toMatchObject({ code: 50 });
  let over = false;
  const scan = rows()
    .countDocuments(slow)
    .finally(() => {
      over = true;
    });
  let between = 0;
  while (!over) {
    await rows().findOne({ _id: 'nobody' as never });
    between++;
  }
  expect(await scan).toBe(0);
  expect(between).toBeGreaterThan(3);
});

test('a slow query without an index is logged, without its values', async () => {
  await fill();
  await rows().createIndex({ n: 1 });
  log.mockClear();
  await rows()
    .find({ n: { $gte: 0 } })
    .toArray();
  expect(log).not.toHaveBeenCalledWith('slow-query', expect.anything());
  await rows()
    .find({ secret: { $ne: 'hidden' } })
    .sort({ other: 1 })
    .toArray();
  expect(log).toHaveBeenCalledWith('slow-query', {
    ns: 'parley.rows',
    plan: 'COLLSCAN',
    milliseconds: expect.any(Number),
    documents: 1_000,
    fields: ['secret'],
    sort: ['other'],
  });
});

test('$out and $merge write in one step', async () => {
  await fill(100);
  const target = running.db.collection('target');
  await target.createIndex({ n: 1 });
  await target.insertOne({ n: -1 });
  await rows()
    .aggregate([{ $match: { group: 1 } }, { $out: 'target' }])
    .toArray();
  expect(await target.countDocuments()).toBe(10);
  expect((await target.indexes()).length).toBe(2);
  await rows()
    .aggregate([{ $match: { group: { $lt: 2 } } }, { $set: { more: 1 } }, { $merge: 'target' }])
    .toArray();
  expect(await target.countDocuments({ more: 1 })).toBe(20);
});

test('batches stay below 16 MB however large the documents', async () => {
  const text = 'x'.repeat(5_000_000);
  for (let n = 0; n < 8; n++) await rows().insertOne({ n, text });
  const found = await rows().find().sort({ n: 1 }).toArray();
  expect(found.map(({ n }) => n)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(
    await rows()
      .aggregate([{ $set: { m: 1 } }])
      .toArray(),
  ).toHaveLength(8);
  const tooLarge = { insert: 'rows', documents: [{ text: 'x'.repeat(17_000_000) }] };
  expect(await running.db.command(tooLarge)).toMatchObject({
    n: 0,
    writeErrors: [{ code: 10334 }],
  });
});

test.each<[string, () => Promise<unknown>]>([
  ['text indexes', () => rows().createIndex({ a: 'text' })],
  ['hashed indexes', () => rows().createIndex({ a: 'hashed' })],
  ['wildcard indexes', () => rows().createIndex({ '$**': 1 })],
  ['hidden indexes', () => rows().createIndex({ a: 1 }, { hidden: true })],
  [
    'geo queries',
    () =>
      rows()
        .find({ a: { $near: [0, 0] } })
        .toArray(),
  ],
  ['$where', () => rows().find({ $where: 'true' }).toArray()],
  [
    '$text',
    () =>
      rows()
        .find({ $text: { $search: 'a' } })
        .toArray(),
  ],
  [
    'change streams',
    () =>
      rows()
        .aggregate([{ $changeStream: {} }])
        .toArray(),
  ],
  ['views', () => running.db.createCollection('v', { viewOn: 'rows', pipeline: [] })],
  ['capped collections', () => running.db.createCollection('c', { capped: true, size: 100 })],
  ['validators', () => running.db.createCollection('c', { validator: { a: 1 } })],
  ['time series', () => running.db.createCollection('c', { timeseries: { timeField: 't' } })],
  ['tailable cursors', () => rows().find({}, { tailable: true }).toArray()],
  [
    'min and max',
    () =>
      rows()
        .find()
        .min({ _id: 1 as never })
        .hint({ _id: 1 })
        .toArray(),
  ],
  ['mapReduce', () => running.db.command({ mapReduce: 'rows' })],
  [
    'snapshot reads',
    () => running.db.command({ find: 'rows', readConcern: { level: 'snapshot' } }),
  ],
])('%s are refused with a way out', async (_, run) => {
  await rows().insertOne({ a: 1 });
  await expect(run()).rejects.toMatchObject({
    code: 238,
    codeName: 'NotImplemented',
    message: expect.stringContaining('Set MONGODB_URI to a MongoDB server to use it.'),
  });
});

test.each<[string, Document, number]>([
  ['an unknown command', { nonsense: 1 }, 59],
  ['an unknown field', { find: 'rows', nonsense: 1 }, 40415],
  [
    'a write concern for several nodes',
    { insert: 'rows', documents: [{}], writeConcern: { w: 3 } },
    100,
  ],
  ['a hint that names no index', { find: 'rows', hint: 'nope' }, 2],
  ['a collection name with a dollar', { insert: 'a$b', documents: [{}] }, 73],
  ['an _id that is an array', { insert: 'rows', documents: [{ _id: [1] }], ordered: true }, 53],
])('%s is refused', async (_, command, code) => {
  await rows().insertOne({ a: 1 });
  const { ok, writeErrors } = await running.db
    .command(command)
    .catch((error: { code: number }) => ({ ok: 0, writeErrors: [error] }));
  expect([ok, writeErrors?.[0]?.code]).toEqual([expect.any(Number), code]);
});
