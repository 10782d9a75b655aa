import { failure, MongoError } from '../../bson/mongo-error';
import { decodeDocument } from '../../bson/raw-bson';
import type { Document } from '../../bson/values';
import { execute, logIfSlow, type QueryShape, take } from '../../planner/query';
import type { Found } from '../../planner/sources';
import type { Collection } from '../../storage/catalog';
import type { Context } from '../context';

/** MongoDB's limit of operations in one command. */
const MAX_OPERATIONS = 100_000;

/** Documents a search may read while it holds the write transaction. */
const STEPS_IN_WRITE = 1_000;

/** And the bytes of documents it may hold. */
const BYTES_IN_WRITE = 4 * 1024 * 1024;

/** How long one job of a long write may hold the write transaction. */
const WRITE_SLICE_MS = 8;

/**
 * The same for statements that write to one document each: a transaction more, with its wait for the
 * disk, would hold up everybody else for longer than going on does.
 */
export const SINGLE_WRITES_SLICE_MS = 24;

/** One entry of `writeErrors`. */
function writeError(index: number, error: unknown): Document {
  if (!(error instanceof MongoError)) throw error;
  return { index, code: error.code, errmsg: error.message, ...error.extra };
}

/** Errors that end a command even if not `ordered`: client gone, time limit, disk full. */
function endsCommand(error: unknown): boolean {
  return !(error instanceof MongoError) || [1, 50, 91, 279, 14031].includes(error.code);
}

/** The collection to write to, created when absent. To be called inside a write transaction. */
export function ensureCollection(context: Context, ns: string): Collection {
  return context.engine.store.catalog.ensure(ns);
}

/** One statement of a write: run in one step when it is short, else in slices. */
export interface Task<T> {
  /** Runs inside a write transaction; returns undefined, and changes nothing, if it is too long. */
  quick: () => { value: T } | undefined;
  /** Runs in slices and lets other operations run in between. */
  slow: () => Promise<T>;
}

/** Runs one task. */
export async function runTask<T>(context: Context, task: Task<T>): Promise<T> {
  const done = await context.engine.store.write(task.quick);
  return done ? done.value : task.slow();
}

/**
 * Runs statements in order, as many per transaction as its time slice allows, and collects their
 * errors; stops at the first error when `ordered`.
 */
export async function runStatements<T>(
  context: Context,
  count: number,
  taskAt: (index: number) => Task<T>,
  settle: (index: number, outcome: { value: T } | { error: Document }) => void,
  sliceMs = WRITE_SLICE_MS,
): Promise<void> {
  if (count < 1 || count > MAX_OPERATIONS) {
    throw failure(
      16,
      `Write batch sizes must be between 1 and ${MAX_OPERATIONS}. Got ${count} operations.`,
    );
  }
  const ordered = context.args.value('ordered') !== false;
  let at = 0;
  let stopped = false;
  const settleAll = (batch: [number, { value: T } | { error: Document }][]): void => {
    for (const [index, outcome] of batch) settle(index, outcome);
    at += batch.length;
    stopped = ordered && batch.some(([, outcome]) => 'error' in outcome);
  };
  while (at < count && !stopped) {
    const start = at;
    const { batch, slow } = await context.engine.store.write(() => {
      const outcomes: [number, { value: T } | { error: Document }][] = [];
      const end = performance.now() + sliceMs;
      for (let index = start; index < count; index++) {
        if (index > start && performance.now() > end) break;
        try {
          const task = taskAt(index);
          const outcome = task.quick();
          if (!outcome) return { batch: outcomes, slow: task };
          outcomes.push([index, outcome]);
        } catch (error) {
          if (endsCommand(error)) throw error;
          outcomes.push([index, { error: writeError(index, error) }]);
          if (ordered) break;
        }
      }
      return { batch: outcomes, slow: undefined };
    });
    settleAll(batch);
    if (slow) {
      const index = at;
      try {
        settleAll([[index, { value: await slow.slow() }]]);
      } catch (error) {
        if (endsCommand(error)) throw error;
        settleAll([[index, { error: writeError(index, error) }]]);
      }
    }
    if (at < count && !stopped) context.operation.check();
  }
}

/**
 * Finds one document and changes it in the same write transaction, so that no other writer can
 * change it in between. A search too long for that first runs in slices; the document it finds is
 * tested again inside the write, and the search is repeated when it no longer matches.
 */
export function writeOne<T>(
  context: Context,
  ns: string,
  makeQuery: (collection: Collection | undefined) => QueryShape,
  act: (found: Found | undefined, query: QueryShape) => T,
): Task<T> {
  const { store } = context.engine;
  const quick = (): { value: T } | undefined => {
    const collection = store.catalog.find(ns);
    const query = makeQuery(collection);
    if (!collection) return { value: act(undefined, query) };
    const execution = execute(store, collection, { ...query, limit: 1 });
    const found: Found[] = [];
    let steps = 0;
    execution.run(found, 1, () => ++steps > STEPS_IN_WRITE);
    return found.length > 0 || execution.done ? { value: act(found[0], query) } : undefined;
  };
  const slow = async (): Promise<T> => {
    for (;;) {
      context.operation.check();
      store.refresh();
      const collection = store.catalog.find(ns);
      const query = makeQuery(collection);
      const startedAt = performance.now();
      const execution = collection && execute(store, collection, { ...query, limit: 1 });
      const [candidate] = execution ? await take(store, context.operation, execution, 1) : [];
      if (execution) logIfSlow(context.engine, ns, query, execution, startedAt);
      const done = await store.write(() => {
        if (!candidate) return { value: act(undefined, query) };
        const current = store.catalog.find(ns);
        const same = current !== undefined && current.id === collection?.id;
        const bytes = same ? store.get(current, candidate.record) : undefined;
        if (!bytes || !query.matcher.test(decodeDocument(bytes))) return undefined;
        return { value: act({ record: candidate.record, bytes }, query) };
      });
      if (done) return done.value;
    }
  };
  return { quick, slow };
}

/**
 * Changes every matching document and returns how many there were. The records are collected first:
 * an update may move a document in the index it was found by, and it must not be found again.
 */
export function writeMany(
  context: Context,
  ns: string,
  makeQuery: (collection: Collection | undefined) => QueryShape,
  act: (collection: Collection, found: Found, query: QueryShape) => void,
): Task<number> {
  const { engine, operation } = context;
  const { store } = engine;
  const quick = (): { value: number } | undefined => {
    const collection = store.catalog.find(ns);
    const query = makeQuery(collection);
    if (!collection) return { value: 0 };
    const execution = execute(store, collection, query);
    const found: Found[] = [];
    let steps = 0;
    const pause = () => ++steps > STEPS_IN_WRITE;
    execution.run(found, Number.POSITIVE_INFINITY, pause, BYTES_IN_WRITE);
    if (!execution.done) return undefined;
    for (const one of found) act(collection, one, query);
    return { value: found.length };
  };
  const slow = async (): Promise<number> => {
    store.refresh();
    const collection = store.catalog.find(ns);
    const query = makeQuery(collection);
    if (!collection) return 0;
    const execution = execute(store, collection, query);
    const startedAt = performance.now();
    const records: number[] = [];
    while (!execution.done) {
      for (const { record } of await take(store, operation, execution, 1_000)) records.push(record);
    }
    logIfSlow(engine, ns, query, execution, startedAt);
    let count = 0;
    for (let at = 0; at < records.length; ) {
      const start = at;
      const done = await store.write(() => {
        const current = store.catalog.find(ns);
        const result = { count: 0, next: start, error: undefined as unknown };
        if (current?.id !== collection.id) return { ...result, next: records.length };
        const end = performance.now() + WRITE_SLICE_MS;
        for (; result.next < records.length; result.next++) {
          if (result.next > start && performance.now() > end) break;
          const record = records[result.next] ?? 0;
          const bytes = store.get(current, record);
          if (!bytes || !query.matcher.test(decodeDocument(bytes))) continue;
          try {
            act(current, { record, bytes }, query);
          } catch (error) {
            // Changes made before the failing document are kept, as in MongoDB.
            if (endsCommand(error)) throw error;
            return { ...result, error };
          }
          result.count++;
        }
        return result;
      });
      count += done.count;
      at = done.next;
      if (done.error !== undefined) throw done.error;
      operation.check();
    }
    return count;
  };
  return { quick, slow };
}
