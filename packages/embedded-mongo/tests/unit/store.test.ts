import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Int32 } from 'bson';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { indexEntries } from '../../src/bson/index-keys';
import { failure } from '../../src/bson/mongo-error';
import { EMPTY_ARRAY } from '../../src/bson/order';
import { encodeDocument } from '../../src/bson/raw-bson';
import { Catalog, FORMAT } from '../../src/storage/catalog';
import { Store } from '../../src/storage/store';
import { indexPrefix, successor } from '../../src/storage/store-keys';

let dir: string;
let store: Store;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'embedded-mongo-store-'));
  store = Store.open(dir);
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

const row = (id: number, more = {}) => encodeDocument({ _id: id, ...more });

test('a job that throws is undone alone', async () => {
  const [first, second, third] = await Promise.allSettled([
    store.write(() => store.insert(store.catalog.ensure('a.b'), row(1))),
    store.write(() => {
      store.insert(store.catalog.ensure('a.b'), row(2));
      store.catalog.ensure('a.undone');
      throw failure(1, 'no');
    }),
    store.write(() => store.insert(store.catalog.ensure('a.b'), row(3))),
  ]);
  expect([first?.status, second?.status, third?.status]).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
  store.refresh();
  const collection = store.catalog.find('a.b');
  expect(store.catalog.find('a.undone')).toBeUndefined();
  expect(collection && store.countsOf(collection).documents).toBe(2);
});

test('what was dropped is purged, and only that', async () => {
  await store.write(() => {
    for (const ns of ['a.kept', 'a.gone']) {
      const collection = store.catalog.ensure(ns);
      store.catalog.addIndex(collection, { v: 2, key: { n: 1 }, name: 'n_1' });
      for (let i = 0; i < 50; i++) store.insert(collection, row(i, { n: i }));
    }
  });
  const entries = () => [...store.db.getKeys({})].length;
  const before = entries();
  await store.write(() => {
    const gone = store.catalog.find('a.gone');
    if (gone) store.catalog.drop(gone);
  });
  await store.purge();
  store.refresh();
  expect(before - entries()).toBe(50 * 3 + 2);
  const kept = store.catalog.find('a.kept');
  expect(kept && store.documents(kept, { reverse: false, limit: 100 }).length).toBe(50);
});

test('what a process that died had not finished is gone when the folder is opened', async () => {
  const nobody = 2 ** 22 + 1;
  await store.write(() => {
    const kept = store.catalog.ensure('a.kept');
    store.catalog.addIndex(kept, { v: 2, key: { n: 1 }, name: 'n_1' }, nobody);
    store.catalog.addIndex(kept, { v: 2, key: { m: 1 }, name: 'm_1' });
    store.catalog.ensure(`a.tmp.agg_out.${nobody}.x`);
  });
  await store.close();
  store = Store.open(dir);
  store.refresh();
  expect(store.catalog.all().map(({ name }) => name)).toEqual(['kept']);
  expect(store.catalog.find('a.kept')?.indexes.map(({ name }) => name)).toEqual(['_id_', 'm_1']);
});

test('an older format is migrated step by step, a newer one refused', () => {
  const catalog = new Catalog(store.db);
  const steps: number[] = [];
  const step = (from: number) => ({ from, run: () => steps.push(from) });
  store.db.transactionSync(() => catalog.prepare([step(FORMAT), step(FORMAT + 1)], FORMAT + 2));
  expect(steps).toEqual([FORMAT, FORMAT + 1]);
  expect(() => store.db.transactionSync(() => catalog.prepare())).toThrow(/newer release/);
  expect(() => store.db.transactionSync(() => catalog.prepare([], FORMAT + 3))).toThrow(
    /no migration/,
  );
});

test.each<[object, string[], unknown[][], boolean[]]>([
  [{ a: 1 }, ['a', 'b'], [[1, undefined]], [false, false]],
  [
    { a: [1, 2, 1], b: 3 },
    ['a', 'b'],
    [
      [1, 3],
      [2, 3],
    ],
    [true, false],
  ],
  [{ a: [] }, ['a'], [[EMPTY_ARRAY]], [true]],
  [{ a: [] }, ['a.b'], [[undefined]], [true]],
  [
    { a: [{ b: 1, c: 2 }, { b: 3 }] },
    ['a.b', 'a.c'],
    [
      [1, 2],
      [3, undefined],
    ],
    [true, true],
  ],
  [{ a: [{ b: [1, 2] }, 5] }, ['a.b'], [[1], [2], [undefined]], [true]],
  [{ a: [[1, 2], 3] }, ['a'], [[[1, 2]], [3]], [true]],
])('%j has the entries MongoDB gives it in %j', (document, paths, tuples, multikey) => {
  const entries = indexEntries(
    { ...document },
    paths,
    paths.map(() => 1),
  );
  expect(entries.tuples).toEqual(tuples);
  expect(entries.multikey).toEqual(multikey);
});

const INDEXES: { key: object; partialFilterExpression?: object }[] = [
  { key: { 'a.b': 1, 'a.d': -1 } },
  { key: { c: 1 }, partialFilterExpression: { 'a.d': { $exists: true } } },
  {
    key: { a: 1 },
    partialFilterExpression: { $and: [{ c: { $gt: 1 } }, { e: { $exists: true } }] },
  },
];
const anyField = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.constantFrom(
    'x',
    null,
    [1, 2],
    [{ b: 1 }, { b: 2, d: 1 }],
    { b: 3 },
    { d: 1 },
    { b: 1, d: [2] },
  ),
);
/** Fields may be missing, and stand in any order. */
const anyDocument = fc
  .uniqueArray(fc.tuple(fc.constantFrom('a', 'c', 'e', 'other'), anyField), {
    selector: ([name]) => name,
  })
  .map((fields) => encodeDocument({ _id: 1, ...Object.fromEntries(fields) }));

test('after any update a document has the entries that it would have been inserted with', async () => {
  await store.write(() => {
    const collection = store.catalog.ensure('a.b');
    for (const [at, index] of INDEXES.entries()) {
      store.catalog.addIndex(collection, { v: 2, name: `index ${at}`, ...index });
    }
  });
  const collection = store.catalog.find('a.b');
  if (!collection) throw new Error('no collection');
  await fc.assert(
    fc.asyncProperty(fc.array(anyDocument, { minLength: 2, maxLength: 6 }), async (versions) => {
      const [first = row(1)] = versions;
      const record = await store.write(() => store.insert(collection, first));
      for (const [at, after] of versions.entries()) {
        if (at > 0) {
          const before = versions[at - 1] ?? first;
          await store.write(() => store.update(collection, record, before, after));
        }
        store.refresh();
        for (const index of collection.indexes) {
          const prefix = indexPrefix(collection, index);
          const stored = [...store.db.getKeys({ start: prefix, end: successor(prefix) })];
          const expected = store.expectedKeys(collection, index, record, after);
          expect(stored.map((key) => key.toString('hex'))).toEqual(
            expected.map((key) => key.toString('hex')).sort(),
          );
        }
      }
      await store.write(() => store.remove(collection, record, versions.at(-1) ?? first));
    }),
    { numRuns: 150 },
  );
});

test('two arrays in one compound index are refused', () => {
  expect(() => indexEntries({ a: [1], b: [new Int32(2)] }, ['a', 'b'], [1, 1])).toThrow(
    expect.objectContaining({ code: 171 }),
  );
});

test('the successor of a prefix follows all that starts with it', () => {
  expect(successor(Buffer.from([1, 2]))).toEqual(Buffer.from([1, 3]));
  expect(successor(Buffer.from([1, 255]))).toEqual(Buffer.from([2]));
});
