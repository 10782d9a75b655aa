import { Operation, type Turns } from '../bson/operation';
import { decodeDocument } from '../bson/raw-bson';
import { compileFilter } from '../language/match';
import { Execution } from '../planner/execution';
import { planQuery, shapeQuery, take } from '../planner/query';
import type { Engine } from './context';

/** The same as in mongod. */
const SWEEP_MS = 60_000;
const BATCH = 500;

/** Removes expired documents once a minute; returns a function that stops it. */
export function startTtlSweep(engine: Engine, turns: Turns): () => void {
  let stopped = false;
  let running = false;
  const timer = setInterval(() => {
    if (running) return;
    running = true;
    sweepExpired(engine, turns, () => stopped)
      .catch((error: unknown) => {
        if (!stopped) engine.log('ttl-failed', { reason: String(error) });
      })
      .finally(() => {
        running = false;
      });
  }, SWEEP_MS);
  timer.unref();
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}

/** Checks all TTL indexes once. As in MongoDB only dates expire, of an array the earliest. */
export async function sweepExpired(
  engine: Engine,
  turns: Turns,
  isStopped: () => boolean = () => false,
): Promise<number> {
  const { store } = engine;
  let removed = 0;
  store.refresh();
  for (const { ns, indexes } of store.catalog.all()) {
    for (const index of indexes) {
      const [path] = index.paths;
      if (index.expireAfterSeconds === undefined || path === undefined) continue;
      if (index.builder !== undefined) continue;
      const before = new Date(Date.now() - index.expireAfterSeconds * 1000);
      const expired = { [path]: { $lt: before } };
      const filter = index.partialFilter ? { $and: [expired, index.partialFilter] } : expired;
      const query = shapeQuery(filter, { hint: index.name, collation: index.collation });
      const matcher = compileFilter(filter);
      const operation = new Operation(turns, isStopped, 0);
      for (;;) {
        store.refresh();
        const collection = store.catalog.find(ns);
        if (!collection) break;
        const plan = planQuery(store, collection, query);
        const execution = new Execution({ store, collection, plan, ...query, limit: BATCH });
        const found = await take(store, operation, execution, BATCH);
        removed += await store.write(() => {
          const current = store.catalog.find(ns);
          if (current?.id !== collection.id) return 0;
          let count = 0;
          for (const { record } of found) {
            const bytes = store.get(current, record);
            if (!bytes || !matcher.test(decodeDocument(bytes))) continue;
            store.remove(current, record, bytes);
            count++;
          }
          return count;
        });
        if (execution.done && found.length < BATCH) break;
        await operation.yield();
      }
    }
  }
  return removed;
}
