import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkEmbeddedMongo } from '../../../src/index';
import { checkPages } from '../../../src/storage/page-check';
import { Store } from '../../../src/storage/store';
import { start, startChild, temporaryFolder } from '../support';

const PAGE_BYTES = 4096;
const DOCUMENTS = 600;

interface Result {
  outcome: 'read' | 'refused' | 'error';
  digest?: string;
  sound?: boolean;
  code?: number;
  reason?: string;
}

let root: string;
let file: string;
let intact: Result;

/** A file of a few hundred pages: branches, long values, two indexes, freed pages. */
beforeAll(async () => {
  root = await temporaryFolder();
  const dir = path.join(root, 'intact');
  const { db, stop } = await start({ dir });
  const items = db.collection('items');
  await items.createIndex({ group: 1, number: -1 });
  await items.createIndex({ number: 1 }, { unique: true });
  for (let from = 0; from < DOCUMENTS; from += 100) {
    await items.insertMany(
      Array.from({ length: 100 }, (_, i) => ({
        number: from + i,
        group: i % 7,
        text: 'word '.repeat(i % 20 === 0 ? 2_000 : 30),
      })),
    );
  }
  await items.deleteMany({ group: 3 });
  await stop();
  file = path.join(dir, 'data.mdb');
  const [result] = await openAll([dir]);
  if (!result) throw new Error('the intact database was not opened');
  intact = result;
  expect(intact).toMatchObject({ outcome: 'read', sound: true });
}, 60_000);

afterAll(() => rmSync(root, { recursive: true, force: true }));

let copies = 0;

/** A copy of the database with its bytes changed. */
function damaged(change: (bytes: Buffer) => Buffer): string {
  const dir = path.join(root, `copy-${++copies}`);
  mkdirSync(dir);
  writeFileSync(path.join(dir, 'data.mdb'), change(readFileSync(file)));
  return dir;
}

/** Opens and reads each in one process; fewer results than folders mean that it crashed. */
async function openAll(dirs: string[]): Promise<Result[]> {
  const child = startChild('faults/damage.child.ts', dirs);
  const results: Result[] = [];
  for await (const line of child.lines) results.push(JSON.parse(line) as Result);
  await child.exited;
  expect(results.length, `it crashed over ${dirs[results.length]}`).toBe(dirs.length);
  return results;
}

const isSameAsBefore = (result: Result) =>
  result.outcome === 'read' && result.digest === intact.digest;

function zeroPage(page: number): string {
  return damaged((bytes) => bytes.fill(0, page * PAGE_BYTES, (page + 1) * PAGE_BYTES));
}

test('a file that was cut short is refused with one line, wherever it was cut', async () => {
  const size = readFileSync(file).length;
  const dirs = [0.05, 0.3, 0.5, 0.8].map((part) =>
    damaged((bytes) => bytes.subarray(0, Math.floor((size * part) / PAGE_BYTES) * PAGE_BYTES)),
  );
  dirs.push(damaged((bytes) => bytes.subarray(0, 100)));
  for (const result of await openAll(dirs)) {
    expect(result).toMatchObject({ outcome: 'refused' });
    expect(result.reason).toMatch(/is damaged: .+ put a copy of its folder back/);
    expect(result.reason).not.toContain('\n');
  }
});

test('an empty file, another program’s file and a file of zeros are not taken for a new database', async () => {
  const results = await openAll([
    damaged(() => Buffer.alloc(0)),
    damaged(() => Buffer.from('SQLite format 3\0'.repeat(2_000))),
    damaged((bytes) => Buffer.alloc(bytes.length)),
  ]);
  expect(results.map(({ reason }) => reason)).toEqual([
    expect.stringContaining('is empty (0 bytes)'),
    expect.stringContaining('page 0 is not the head of a database'),
    expect.stringContaining('page 0 is not the head of a database'),
  ]);
});

test('pages that were overwritten with zeros never lead to a crash or to a part of the data', async () => {
  const pages = readFileSync(file).length / PAGE_BYTES;
  const dirs = Array.from({ length: 20 }, (_, i) => zeroPage(Math.floor((i * pages) / 20)));
  const results = await openAll(dirs);
  // Damage to pages that are not in use does no harm.
  const refused = results.filter(({ outcome }) => outcome !== 'read');
  expect(refused.length).toBeGreaterThan(5);
  expect(results.filter((result) => result.outcome === 'read' && !isSameAsBefore(result))).toEqual(
    [],
  );
});

test('a changed byte is refused or reported, and never served as data', async () => {
  const size = readFileSync(file).length;
  const dirs = Array.from({ length: 40 }, (_, i) =>
    damaged((bytes) => {
      // Spread over the file, and over head, keys and values within the pages.
      const at = Math.floor(((i + 2) * size) / 43) + ((i * 397) % PAGE_BYTES);
      bytes[at % size] = (bytes[at % size] ?? 0) ^ (1 << (i % 8));
      return bytes;
    }),
  );
  const results = await openAll(dirs);
  expect(results.filter((result) => result.outcome === 'read' && !isSameAsBefore(result))).toEqual(
    [],
  );
  const noticed = results.filter(({ outcome, sound }) => outcome !== 'read' || sound === false);
  expect(noticed.length).toBeGreaterThan(10);
  for (const { outcome, code } of results) if (outcome === 'error') expect(code).toBe(246);
});

test('a check names the collection and the document that a changed byte has damaged', async () => {
  const dir = damaged((bytes) => {
    for (let at = bytes.indexOf('word word'); at >= 0; at = bytes.indexOf('word word', at)) {
      bytes.write('Word', at);
    }
    return bytes;
  });
  const report = await checkEmbeddedMongo({ dir });
  expect(report).toMatchObject({
    sound: false,
    damage: [],
    collections: [{ name: 'parley.items', errors: expect.any(Array) }],
  });
  expect(report.collections[0]?.errors[0]).toMatch(/^record \d+ cannot be read: .*checksum/);
});

test('a check works beside a process that writes', async () => {
  const dir = path.join(root, 'busy');
  const { db, stop } = await start({ dir });
  const items = db.collection('items');
  await items.createIndex({ number: 1 });
  let writing = true;
  const storm = (async () => {
    for (let number = 0; writing; number++) {
      await items.insertOne({ number, text: 'x'.repeat(number % 6_000) });
      if (number % 3 === 0) await items.deleteOne({ number: number - 30 });
    }
  })();
  for (let count = 0; count < 5; count++) {
    expect(checkPages(path.join(dir, 'data.mdb')).damage).toEqual([]);
    expect(await checkEmbeddedMongo({ dir })).toMatchObject({ sound: true });
  }
  writing = false;
  await storm;
  await stop();
});

test('a file from before documents had checksums is read, and its documents get one when they change', async () => {
  const dir = path.join(root, 'older');
  const { db, stop } = await start({ dir });
  await db.collection('items').insertMany([{ number: 1 }, { number: 2 }]);
  await stop();
  const documents = (store: Store) => [
    ...store.db.getRange({ start: Buffer.from([1]), end: Buffer.from([2]) }),
  ];
  const store = Store.open(dir);
  store.db.transactionSync(() => {
    for (const { key, value } of documents(store)) store.db.putSync(key, value.subarray(0, -4));
    store.db.putSync(Buffer.from([0, 0]), Buffer.from([0, 0, 0, 1]));
  });
  await store.close();

  const later = await start({ dir });
  const items = later.db.collection('items');
  expect(await items.find().toArray()).toMatchObject([{ number: 1 }, { number: 2 }]);
  await items.updateOne({ number: 1 }, { $set: { seen: true } });
  expect(await items.find().toArray()).toMatchObject([{ number: 1, seen: true }, { number: 2 }]);
  await later.stop();
  const reopened = Store.open(dir);
  const extra = documents(reopened).map(({ value }) => value.length - value.readInt32LE(0));
  await reopened.close();
  expect(extra).toEqual([4, 0]);
});
