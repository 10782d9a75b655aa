import { rm } from 'node:fs/promises';
import { Double } from 'bson';
import { expect, test } from 'vitest';
import { Turns } from '../../src/bson/operation';
import type { Engine } from '../../src/commands/context';
import { Cursors } from '../../src/commands/cursors';
import { sweepExpired } from '../../src/commands/ttl';
import { Store } from '../../src/storage/store';
import { start, temporaryFolder } from './support';

test('a sweep removes what a TTL index says has expired, and nothing else', async () => {
  const dir = await temporaryFolder();
  const running = await start({ dir });
  const rows = running.db.collection('rows');
  await rows.createIndex({ at: 1 }, { expireAfterSeconds: 60 });
  const old = new Date(Date.now() - 120_000);
  const fresh = new Date();
  await rows.insertMany([
    { name: 'old', at: old },
    { name: 'array with an old one', at: [fresh, old] },
    { name: 'fresh', at: fresh },
    { name: 'no date', at: new Double(0) },
    { name: 'nothing' },
  ]);
  await rows.insertMany(Array.from({ length: 1_200 }, () => ({ name: 'many', at: old })));
  const store = Store.open(dir);
  const engine: Engine = {
    store,
    cursors: new Cursors(),
    startedAt: 0,
    slowMs: 100,
    log: () => {},
  };
  expect(await sweepExpired(engine, new Turns())).toBe(1_202);
  await store.close();
  expect((await rows.distinct('name')).sort()).toEqual(['fresh', 'no date', 'nothing']);
  expect((await running.db.command({ validate: 'rows' })).valid).toBe(true);
  await running.stop();
  await rm(dir, { recursive: true, force: true });
});
