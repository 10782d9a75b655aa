import {
  Binary,
  BSONRegExp,
  Code,
  Decimal128,
  Double,
  Long,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';
import fc from 'fast-check';
import type { Document } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Running, requireValid, start } from './support';

/*
 * Commands with existing names and wrong values. The answer must be a result or an error with a
 * code that says what is wrong, never an internal error, and the data must stay consistent.
 */
let running: Running;
beforeAll(async () => {
  running = await start();
  await running.db.collection('rows').insertMany([{ a: 1 }, { a: [1, 2] }, { a: 'x' }, {}]);
});
afterAll(() => running.stop());

const value: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  ...[1, 0, -1, 2.5, 'x', '', '$x', 'rows', true, false, null],
  ...[{}, [], [{}], [1], { a: 1 }, { _id: 1 }, { a: -1 }, { $gt: 1 }, { a: { $in: [1, 2] } }],
  ...[Long.fromNumber(5), new Double(Number.NaN), new ObjectId(), Decimal128.fromString('1')],
  ...[new Binary(Buffer.from('a')), new Timestamp({ t: 1, i: 1 }), new MinKey(), new Code('x')],
  ...[new BSONRegExp('a', ''), new Date(0), { $or: [{ a: 1 }] }, { $natural: 1 }, { locale: 'en' }],
  [{ $match: {} }],
  [{ q: { a: 1 }, u: { $inc: { a: 1 } }, multi: true, upsert: true }],
  [{ q: {}, limit: 1 }],
  [{ key: { a: 1 }, name: 'a_1' }],
  [{ key: { b: -1 }, name: 'b', unique: true }],
  [{ insert: 0, document: { a: 1 } }],
  [{ update: 0, filter: {}, updateMods: { $set: { z: 1 } } }],
  [{ ns: 'parley.rows' }],
  { batchSize: 'x' },
  { batchSize: -1 },
  { batchSize: 2 },
  { name: 'a_1', expireAfterSeconds: 'x' },
  { find: 'rows', filter: { a: 1 } },
);
const FIELDS: Record<string, string[]> = {
  find: ['filter', 'sort', 'projection', 'hint', 'skip', 'limit', 'batchSize', 'collation', 'let'],
  getMore: ['collection', 'batchSize'],
  killCursors: ['cursors'],
  count: ['query', 'limit', 'skip', 'hint', 'collation'],
  distinct: ['key', 'query', 'collation', 'hint'],
  insert: ['documents', 'ordered', 'writeConcern'],
  update: ['updates', 'ordered', 'let'],
  delete: ['deletes', 'ordered', 'let'],
  findAndModify: ['query', 'sort', 'remove', 'update', 'new', 'fields', 'upsert', 'arrayFilters'],
  aggregate: ['pipeline', 'cursor', 'hint', 'collation', 'let'],
  bulkWrite: ['ops', 'nsInfo', 'ordered', 'errorsOnly', 'cursor', 'let'],
  create: ['collation', 'capped'],
  drop: [],
  listCollections: ['filter', 'nameOnly', 'cursor'],
  listDatabases: ['filter', 'nameOnly'],
  createIndexes: ['indexes', 'commitQuorum'],
  listIndexes: ['cursor'],
  dropIndexes: ['index'],
  collMod: ['index'],
  explain: ['verbosity'],
  validate: ['full'],
  renameCollection: ['to', 'dropTarget'],
  endSessions: [],
  getParameter: [],
};
const command = fc.constantFrom(...Object.keys(FIELDS)).chain((name) =>
  fc
    .record(Object.fromEntries((FIELDS[name] ?? []).map((field) => [field, value])), {
      requiredKeys: [],
    })
    .chain((fields) =>
      fc
        .oneof({ weight: 3, arbitrary: fc.constant<unknown>('rows') }, value)
        .map((target): Document => ({ [name]: target, ...fields })),
    ),
);
const filter = fc
  .tuple(
    fc.constantFrom('a', '_id', '$expr', '$and', 'a.b'),
    fc.constantFrom(
      '$gt',
      '$in',
      '$elemMatch',
      '$type',
      '$mod',
      '$size',
      '$all',
      '$not',
      '$bitsAllSet',
    ),
    value,
  )
  .map(
    ([path, operator, operand]): Document => ({
      find: 'rows',
      filter: { [path]: { [operator]: operand } },
    }),
  );
const update = fc
  .tuple(
    fc.constantFrom('$set', '$inc', '$push', '$pull', '$unset', '$rename', '$bit', '$pop', '$mul'),
    fc.constantFrom('a', 'b.c', 'a.0', 'a.$[]', 'a.$', '_id', ''),
    value,
    fc.boolean(),
  )
  .map(
    ([operator, path, operand, multi]): Document => ({
      update: 'rows',
      updates: [{ q: {}, u: { [operator]: { [path]: operand } }, multi, upsert: !multi }],
    }),
  );
const stage = fc
  .tuple(
    fc.constantFrom(
      '$sort',
      '$group',
      '$project',
      '$limit',
      '$unwind',
      '$lookup',
      '$set',
      '$facet',
    ),
    value,
  )
  .map(
    ([name, spec]): Document => ({
      aggregate: 'rows',
      pipeline: [{ [name]: spec }],
      cursor: {},
    }),
  );

test('odd values never make an internal error', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(command, filter, update, stage), async (sent) => {
      const { bulkWrite } = sent;
      const db = bulkWrite === undefined ? running.db : running.client.db('admin');
      const code = await db.command(sent).then(
        () => undefined,
        (error: { code?: number }) => error.code,
      );
      expect(code).not.toBe(1);
    }),
    { numRuns: 1_500 },
  );
  await requireValid(running.db);
});
