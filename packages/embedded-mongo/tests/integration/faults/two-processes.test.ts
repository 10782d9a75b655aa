import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { requireValid, start, startChild, temporaryFolder } from '../support';

const INCREMENTS_EACH = 1_000;
const RACES = 100;

interface Counter {
  _id: string;
  n: number;
}

test('two processes on one folder lose no increment and give a unique key one winner', async () => {
  const dir = await temporaryFolder();
  const running = await start({ dir });
  const child = startChild('faults/second.child.ts', [dir, String(INCREMENTS_EACH), String(RACES)]);
  try {
    const counters = running.db.collection<Counter>('counters');
    const races = running.db.collection<{ key: number; by: string }>('races');
    await races.createIndex({ key: 1 }, { unique: true });
    const next = async () => (await child.lines.next()).value as string;
    expect(await next()).toBe('ready');
    child.process.stdin?.write('go\n');

    for (let done = 0; done < INCREMENTS_EACH; done += 20) {
      await Promise.all(
        Array.from({ length: 20 }, () =>
          counters.updateOne({ _id: 'shared' }, { $inc: { n: 1 } }, { upsert: true }),
        ),
      );
    }
    let won = 0;
    let refused = 0;
    for (let key = 0; key < RACES; key++) {
      await races.insertOne({ key, by: 'parent' }).then(
        () => won++,
        (error: { code: number }) => {
          expect(error.code).toBe(11000);
          refused++;
        },
      );
    }
    const told = await next();
    const [, childWon, childRefused] = told.split(' ').map(Number);
    expect(await counters.findOne({ _id: 'shared' })).toMatchObject({ n: 2 * INCREMENTS_EACH });
    expect(won + refused).toBe(RACES);
    expect(won + (childWon ?? 0)).toBe(RACES);
    expect(refused + (childRefused ?? 0)).toBe(RACES);
    expect(await races.countDocuments()).toBe(RACES);

    // An index made here is used there, and what was written here is read there at once.
    await races.createIndex({ by: 1 });
    child.process.stdin?.write('explain\n');
    expect(await next()).toBe('IXSCAN by_1');
    for (let i = 0; i < 50; i++) {
      await counters.updateOne({ _id: 'echo' }, { $set: { n: i } }, { upsert: true });
      child.process.stdin?.write('echo\n');
      expect(await next()).toBe(String(i));
    }

    // One of them killed in the middle of writing: the other goes on.
    child.process.stdin?.write('hammer\n');
    expect(await next()).toBe('hammering');
    for (let i = 0; i < 20; i++) await counters.updateOne({ _id: 'echo' }, { $inc: { n: 1 } });
    child.process.kill('SIGKILL');
    await child.exited;
    for (let i = 0; i < 20; i++) await counters.updateOne({ _id: 'echo' }, { $inc: { n: 1 } });
    expect(await counters.findOne({ _id: 'echo' })).toMatchObject({ n: 89 });
    await requireValid(running.db);
  } finally {
    child.process.kill('SIGKILL');
    await running.stop();
    await rm(dir, { recursive: true, force: true });
  }
}, 60_000);
