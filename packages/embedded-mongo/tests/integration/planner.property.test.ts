import fc from 'fast-check';
import type { CollationOptions, Collection, Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCollation } from '../../src/bson/collation';
import { compareBySort, parseSort } from '../../src/language/sort';
import { type Running, start } from './support';

/*
 * What the planner's own property test does not cover: requests of the driver, and collations,
 * which a query, an index and a collection may each have. A scan (`hint: {$natural: 1}`) is the
 * reference for find, count, distinct, aggregate and update. `EMBEDDED_MONGO_CASES` sets how many.
 */
const QUERIES_PER_WORLD = 25;
const CASES = Number(process.env.EMBEDDED_MONGO_CASES ?? 500);

let running: Running;
beforeAll(async () => {
  running = await start();
});
afterAll(async () => {
  await running.stop();
});

const text = fc.constantFrom('a', 'A', 'á', 'b', 'B', 'ab', 'Ab', 'a10', 'a9', 'ß', 'ss', '');
const scalar = fc.oneof(text, text, fc.integer({ min: 0, max: 3 }), fc.constant(null));
const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.record({ b: scalar, c: scalar }, { requiredKeys: [] }) },
);
const document = fc.record({ a: value, b: value, c: value }, { requiredKeys: ['a'] });
const collation = fc.constantFrom<CollationOptions | undefined>(
  undefined,
  undefined,
  { locale: 'en', strength: 2 },
  { locale: 'en', strength: 1 },
  { locale: 'sv' },
  { locale: 'en', numericOrdering: true },
);
const path = fc.constantFrom('a', 'a', 'b', 'c', 'a.b');
const direction = fc.constantFrom<1 | -1>(1, -1);
const keys = fc
  .uniqueArray(fc.tuple(path, direction), {
    minLength: 1,
    maxLength: 2,
    selector: ([name]) => name,
  })
  .map((fields) => Object.fromEntries(fields));
const predicate: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom('$gt', '$gte', '$lt', '$lte', '$ne'), scalar)
      .map(([operator, operand]) => ({ [operator]: operand })),
  },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }).map(($in) => ({ $in })) },
  { weight: 1, arbitrary: fc.constantFrom(/^a/, /^A/i, /b$/) },
  { weight: 1, arbitrary: fc.boolean().map(($exists) => ({ $exists })) },
  { weight: 1, arbitrary: scalar.map((operand) => ({ $elemMatch: { $gte: operand } })) },
);
const condition = fc
  .uniqueArray(fc.tuple(path, predicate), { maxLength: 2, selector: ([name]) => name })
  .map((fields): Document => Object.fromEntries(fields));
const filter = fc.oneof(
  { weight: 3, arbitrary: condition },
  { weight: 1, arbitrary: fc.tuple(condition, condition).map(($or): Document => ({ $or })) },
);
const query = fc.record({
  filter,
  collation,
  sort: fc.oneof(fc.constant({}), keys),
  limit: fc.constantFrom(0, 0, 3),
});
const world = fc.record({
  documents: fc.array(document, { minLength: 5, maxLength: 15 }),
  own: collation,
  indexes: fc.array(fc.record({ keys, collation }), { minLength: 1, maxLength: 3 }),
  queries: fc.array(query, { minLength: QUERIES_PER_WORLD, maxLength: QUERIES_PER_WORLD }),
});

async function ignoring<T>(codes: number[], work: Promise<T>): Promise<T | undefined> {
  return work.catch((error: { code?: number }) => {
    if (codes.includes(error.code ?? 0)) return undefined;
    throw error;
  });
}

async function build({
  documents,
  own,
  indexes,
}: typeof world extends fc.Arbitrary<infer W> ? W : never): Promise<Collection> {
  await running.db.collection('worlds').drop();
  const collection = await running.db.createCollection('worlds', own ? { collation: own } : {});
  for (const [i, index] of indexes.entries()) {
    const options = { name: `i${i}`, ...(index.collation ? { collation: index.collation } : {}) };
    // The same keys and collation again are refused; arrays in two fields of an index are, too.
    await ignoring([85, 86], collection.createIndex(index.keys, options));
  }
  for (const one of documents) await ignoring([171], collection.insertOne({ ...one }));
  return collection;
}

/** Documents with arrays in two fields of a sort have no place in it: undefined. */
function parallelArrays<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && error.message.includes('parallel arrays')) return undefined;
    throw error;
  }
}

const sorted = (values: unknown[]) => values.map((one) => JSON.stringify(one)).toSorted();

async function check(
  collection: Collection,
  given: typeof query extends fc.Arbitrary<infer Q> ? Q : never,
  own: CollationOptions | undefined,
): Promise<boolean> {
  const options = given.collation ? { collation: given.collation } : {};
  const scan = { ...options, hint: { $natural: 1 } };
  const all = await collection.find(given.filter, scan).toArray();
  const compare = compareBySort(parseSort(given.sort), parseCollation(given.collation ?? own));
  const wanted = parallelArrays(() => {
    for (const one of all) compare(one, one);
    return all.toSorted(compare).slice(0, given.limit || undefined);
  });
  const shaped = { ...options, sort: given.sort, limit: given.limit };
  const found = await ignoring([2], collection.find(given.filter, shaped).toArray());
  if (wanted) {
    expect(found?.length).toBe(wanted.length);
    for (const [i, one] of (found ?? []).entries()) expect(compare(one, wanted[i] ?? {})).toBe(0);
    const ids = new Set(all.map(({ _id }) => String(_id)));
    expect(found?.every(({ _id }) => ids.has(String(_id)))).toBe(true);
  }

  expect(await collection.countDocuments(given.filter, options)).toBe(all.length);
  const piped = await collection.aggregate([{ $match: given.filter }], options).toArray();
  expect(sorted(piped)).toEqual(sorted(all));
  // Of texts that are equal under a collation, distinct may return any: it depends on the plan.
  const distinct = await collection.distinct('a', given.filter, options);
  const reference = await collection.distinct(
    'a',
    { _id: { $in: all.map(({ _id }) => _id) } },
    options,
  );
  expect(distinct.length).toBe(reference.length);
  const { matchedCount } = await collection.updateMany(
    given.filter,
    { $set: { touched: 1 } },
    options,
  );
  expect(matchedCount).toBe(all.length);
  const explained = collection.find(given.filter, { ...options, sort: given.sort }).explain();
  const plan = JSON.stringify(await ignoring([2], explained)) ?? '';
  return plan.includes('IXSCAN');
}

describe('any plan', () => {
  it(`gives what a scan gives, under every collation (${CASES} queries)`, {
    timeout: 60_000 + CASES * 100,
  }, async () => {
    let indexed = 0;
    await fc.assert(
      fc.asyncProperty(world, async (given) => {
        const collection = await build(given);
        for (const one of given.queries) if (await check(collection, one, given.own)) indexed++;
      }),
      { numRuns: Math.ceil(CASES / QUERIES_PER_WORLD) },
    );
    expect(indexed).toBeGreaterThan(CASES / 20);
  });
});
