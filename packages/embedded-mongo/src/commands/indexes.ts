import { failure, notSupported } from '../bson/mongo-error';
import { encodeDocument } from '../bson/raw-bson';
import { describeKey } from '../bson/text';
import { type Document, isDocument } from '../bson/values';
import { samePattern } from '../planner/planner';
import type { Collection, Index } from '../storage/catalog';
import type { Store } from '../storage/store';
import { type Command, type Context, namespaceOf } from './context';
import { cannotCreate, findSameIndex, normalizeSpec } from './index-spec';
import { listAnswer } from './listing';

/** MongoDB's limits. */
const MAX_INDEXES = 64;

/** A collection up to this size gets its index in the transaction that creates it. */
const BUILD_AT_ONCE = 1_000;

/** How long one job of a build may hold the write transaction. */
const BUILD_SLICE_MS = 8;

async function createIndexes(context: Context): Promise<Document> {
  const { args, engine, operation } = context;
  const { store } = engine;
  const ns = namespaceOf(context);
  const requests = args.documentsOf('indexes');
  if (requests.length === 0) throw failure(2, 'Must specify at least one index to create');
  if (args.has('commitQuorum') && args.value('commitQuorum') !== 'votingMembers') {
    throw notSupported('commitQuorum');
  }
  const plan = await store.write(() => {
    const found = store.catalog.find(ns);
    const specs = requests.map((request) => normalizeSpec(request, found));
    const collection = store.catalog.ensure(ns);
    const before = collection.indexes.length;
    const toBuild: Index[] = [];
    const small = store.countsOf(collection).documents <= BUILD_AT_ONCE;
    for (const spec of specs) {
      const same = findSameIndex(collection, spec);
      // An unfinished build is continued: its process may have died.
      if (same?.builder !== undefined) toBuild.push(same);
      if (same) continue;
      if (collection.indexes.length >= MAX_INDEXES) {
        throw cannotCreate(`add index fails, too many indexes for ${ns} key:${describeKey(spec)}`);
      }
      const index = store.catalog.addIndex(collection, spec, small ? undefined : process.pid);
      if (!small) toBuild.push(index);
      else addFrom(store, collection, index, 0, Number.POSITIVE_INFINITY);
    }
    return { collection, before, toBuild, created: found === undefined };
  });
  for (const index of plan.toBuild) await build(context, plan.collection, index);
  operation.check();
  store.refresh();
  const after = store.catalog.find(ns)?.indexes.length ?? 0;
  return {
    numIndexesBefore: plan.before,
    numIndexesAfter: after,
    createdCollectionAutomatically: plan.created,
    ...(after === plan.before ? { note: 'all indexes already exist' } : {}),
    ok: 1,
  };
}

/** Adds the documents after a record; returns where it stopped, or undefined at the end. */
function addFrom(
  store: Store,
  collection: Collection,
  index: Index,
  from: number,
  milliseconds: number,
): number | undefined {
  const end = performance.now() + milliseconds;
  let after = from;
  while (performance.now() < end) {
    const rows = store.documents(collection, { after, reverse: false, limit: 64 });
    if (rows.length === 0) return undefined;
    for (const { record, bytes } of rows) {
      store.addToIndex(collection, index, record, bytes);
      after = record;
    }
  }
  return after;
}

/** Fills an index in slices; once it is in the catalog, other writers keep it up to date. */
async function build(context: Context, target: Collection, made: Index): Promise<void> {
  const { store } = context.engine;
  const current = () => {
    const collection = store.catalog.find(target.ns);
    const index = collection?.indexes.find(({ id }) => id === made.id);
    if (!collection || collection.id !== target.id || !index) {
      throw failure(276, 'the index build was aborted: its collection or index was dropped');
    }
    return { collection, index };
  };
  let after = 0;
  try {
    for (let done = false; !done; ) {
      done = await store.write(() => {
        const { collection, index } = current();
        const next = addFrom(store, collection, index, after, BUILD_SLICE_MS);
        if (next === undefined) store.catalog.finishBuild(collection, index);
        else after = next;
        return next === undefined;
      });
      if (!done) await context.operation.yield();
    }
  } catch (error) {
    await store.write(() => {
      const collection = store.catalog.find(target.ns);
      const index = collection?.indexes.find(({ id }) => id === made.id);
      if (collection && index?.builder !== undefined) store.catalog.dropIndex(collection, index);
    });
    throw error;
  }
}

function requireCollection(context: Context, ns: string): Collection {
  const collection = context.engine.store.catalog.find(ns);
  if (!collection) throw failure(26, `ns does not exist: ${ns}`);
  return collection;
}

function listIndexes(context: Context): Promise<Buffer> {
  const ns = namespaceOf(context);
  const collection = requireCollection(context, ns);
  const documents = collection.indexes
    .filter(({ builder }) => builder === undefined)
    .map(({ spec }) => encodeDocument(spec));
  return listAnswer(context, ns, documents);
}

async function dropIndexes(context: Context): Promise<Document> {
  const { args, engine } = context;
  const { store } = engine;
  const ns = namespaceOf(context);
  const wanted = args.value('index');
  const nIndexesWas = await store.write(() => {
    const collection = requireCollection(context, ns);
    const before = collection.indexes.length;
    const names = Array.isArray(wanted) ? wanted : [wanted];
    const doomed = new Set<Index>();
    for (const name of names) {
      if (name === '*') {
        for (const index of collection.indexes.slice(1)) doomed.add(index);
        continue;
      }
      const index = collection.indexes.find((one) =>
        typeof name === 'string'
          ? one.name === name
          : isDocument(name) && samePattern(one.keyPattern, name),
      );
      if (!index) {
        throw failure(
          27,
          isDocument(name)
            ? `can't find index with key: ${describeKey(name)}`
            : `index not found with name [${String(name)}]`,
        );
      }
      if (index === collection.indexes[0]) throw failure(72, 'cannot drop _id index');
      doomed.add(index);
    }
    for (const index of doomed) store.catalog.dropIndex(collection, index);
    return before;
  });
  purgeInBackground(context);
  const many = wanted === '*';
  return {
    nIndexesWas,
    ...(many ? { msg: 'non-_id indexes dropped for collection' } : {}),
    ok: 1,
  };
}

/** Frees the space of dropped data a little at a time. */
export function purgeInBackground({ engine }: Context): void {
  engine.store.purge().catch((error: unknown) => {
    engine.log('purge-failed', { reason: error instanceof Error ? error.message : String(error) });
  });
}

export const indexCommands: Record<string, Command> = {
  createIndexes: {
    run: createIndexes,
    fields: ['createIndexes', 'indexes', 'commitQuorum'],
    writes: true,
  },
  listIndexes: { run: listIndexes, fields: ['listIndexes', 'cursor'] },
  dropIndexes: { run: dropIndexes, fields: ['dropIndexes', 'index'], writes: true },
};
