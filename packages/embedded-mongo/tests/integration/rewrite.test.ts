import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { requestRewrite, rewriteEmbeddedMongo } from '../../src/index';
import { requireValid, start, startChild, temporaryFolder } from './support';

const SECRET = 'a-word-that-was-taken-back';
const COUNT = 2_000;

let dir = '';
const file = () => path.join(dir, 'data.mdb');
const holdsSecret = () => readFileSync(file()).includes(SECRET);

beforeEach(async () => {
  dir = await temporaryFolder();
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Documents with a secret in them and in an index, most of which are then emptied or deleted. */
async function fill(): Promise<void> {
  const { db, stop } = await start({ dir });
  const notes = db.collection<{ _id: number; text: string }>('notes');
  await notes.createIndex({ text: 1 });
  await notes.insertMany(
    Array.from({ length: COUNT }, (_, index) => ({
      _id: index,
      text: index % 10 === 0 ? `kept ${index}` : `${SECRET} ${index}`,
    })),
  );
  await notes.updateMany({ _id: { $lt: COUNT / 2 }, text: { $regex: `^${SECRET}` } }, [
    { $set: { text: '' } },
  ]);
  await notes.deleteMany({ text: { $regex: `^${SECRET}` } });
  await stop();
}

test('after a rewrite nothing of what was deleted or replaced is in the file, and all else is', async () => {
  await fill();
  expect(holdsSecret()).toBe(true);
  const before = statSync(file()).size;
  requestRewrite(dir);
  const { db, stop } = await start({ dir });
  expect(holdsSecret()).toBe(false);
  expect(statSync(file()).size).toBeLessThan(before);
  const notes = db.collection('notes');
  expect(await notes.countDocuments()).toBe(COUNT / 2 + COUNT / 20);
  expect(await notes.countDocuments({ text: { $regex: '^kept' } })).toBe(COUNT / 10);
  await requireValid(db);
  await stop();
});

test('without being asked for, or over the size, a start rewrites nothing', async () => {
  await fill();
  await (await start({ dir })).stop();
  requestRewrite(dir);
  await (await start({ dir, rewriteMaxBytes: 1_000 })).stop();
  expect(holdsSecret()).toBe(true);
});

test('while another process has the file open it is not rewritten; once that was killed, it is', async () => {
  await fill();
  const child = startChild('faults/second.child.ts', [dir]);
  expect((await child.lines.next()).value).toBe('ready');
  requestRewrite(dir);
  const running = await start({ dir });
  expect(holdsSecret()).toBe(true);
  // What the other one writes is still one database with this one's.
  await running.db
    .collection<{ _id: string; n: number }>('counters')
    .insertOne({ _id: 'echo', n: 7 });
  child.process.stdin?.write('echo\n');
  expect((await child.lines.next()).value).toBe('7');
  await running.stop();
  child.process.kill('SIGKILL');
  await child.exited;
  expect(await rewriteEmbeddedMongo(dir)).toBe(true);
  expect(holdsSecret()).toBe(false);
});

test('what a crash left of a rewrite is in nobody’s way', async () => {
  await fill();
  writeFileSync(`${file()}.rewrite`, 'half a file');
  expect(await rewriteEmbeddedMongo(dir)).toBe(true);
  const { db, stop } = await start({ dir });
  await requireValid(db);
  await stop();
});
