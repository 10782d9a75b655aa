import { parseCollation } from '../bson/collation';
import { failure, notSupported } from '../bson/mongo-error';
import { encodeDocument } from '../bson/raw-bson';
import { describeKey } from '../bson/text';
import { bsonType, type Document, isDocument, isNumber, toNumber } from '../bson/values';
import { compileFilter } from '../language/match';
import { samePattern } from '../planner/planner';
import type { Collection, Index } from '../storage/catalog';
import type { Store } from '../storage/store';
import { type Command, type Context, namespaceOf } from './context';
import { listAnswer } from './listing';

/** MongoDB's limits. */
const MAX_INDEXES = 64;
const MAX_FIELDS = 32;
const MAX_TTL_SECONDS = 2_147_483_647;
/** A collection up to this size gets its index in the transaction that creates it. */
const BUILD_AT_ONCE = 1_000;
/** How long one job of a build may hold the write transaction. */
const BUILD_SLICE_MS = 8;

const KNOWN_OPTIONS = new Set([
  'key',
  'name',
  'v',
  'unique',
  'sparse',
  'partialFilterExpression',
  'expireAfterSeconds',
  'collation',
  // Without effect since MongoDB 4.2.
  'background',
  'ns',
]);
const REFUSED_OPTIONS = new Set([
  'hidden',
  'weights',
  'default_language',
  'language_override',
  'textIndexVersion',
  '2dsphereIndexVersion',
  'bits',
  'min',
  'max',
  'bucketSize',
  'wildcardProjection',
  'storageEngine',
  'clustered',
  'prepareUnique',
  'dropDups',
]);
const REFUSED_KINDS = new Set(['text', '2d', '2dsphere', 'geoHaystack', 'hashed', 'columnstore']);

function cannotCreate(why: string): Error {
  return failure(67, why);
}

function checkKey(key: unknown): Document {
  if (!isDocument(key)) throw failure(9, 'an index needs a key document');
  const fields = Object.entries(key);
  if (fields.length === 0) throw cannotCreate('Index keys cannot be an empty object');
  if (fields.length > MAX_FIELDS) throw failure(13103, 'too many compound keys');
  for (const [path, kind] of fields) {
    if (typeof kind === 'string') {
      if (REFUSED_KINDS.has(kind)) throw notSupported(`a ${kind} index`);
      throw cannotCreate(`Unknown index plugin '${kind}'`);
    }
    if (!isNumber(kind) || toNumber(kind) === 0 || Number.isNaN(toNumber(kind))) {
      throw cannotCreate(
        `Values in v:2 index key pattern cannot be of type ${bsonType(kind)} or 0`,
      );
    }
    const parts = path.split('.');
    if (parts.includes('')) {
      throw cannotCreate(`Index key contains an illegal field name: '${path}'`);
    }
    if (parts.includes('$**')) throw notSupported('a wildcard index');
    if (parts.some((part) => part.startsWith('$'))) {
      throw cannotCreate(`Index key contains an illegal field name: '${path}'`);
    }
    if (parts.some((part) => /^\d+$/.test(part))) throw notSupported('an index on array positions');
  }
  return key;
}

function checkPartial(filter: Document): void {
  compileFilter(filter);
  const refused = findOperator(filter);
  if (refused) throw cannotCreate(`Expression not supported in partial index: ${refused}`);
}

const PARTIAL_OPERATORS = new Set([
  '$and',
  '$or',
  '$in',
  '$eq',
  '$gt',
  '$gte',
  '$lt',
  '$lte',
  '$exists',
  '$type',
]);

function findOperator(value: unknown): string | undefined {
  if (Array.isArray(value)) {
    for (const one of value) {
      const found = findOperator(one);
      if (found) return found;
    }
    return undefined;
  }
  if (!isDocument(value)) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    if (name.startsWith('$') && !PARTIAL_OPERATORS.has(name)) return name;
    if (name === '$exists' && (inner === false || (isNumber(inner) && toNumber(inner) === 0))) {
      return '$not';
    }
    const found = findOperator(inner);
    if (found) return found;
  }
  return undefined;
}

/** The specification as it is stored and listed, defaults left out as mongod does. */
function normalizeSpec(request: Document, collection: Collection | undefined): Document {
  for (const name of Object.keys(request)) {
    if (name === 'hidden' && request.hidden === false) continue;
    if (REFUSED_OPTIONS.has(name)) throw notSupported(`the index option ${name}`);
    if (!KNOWN_OPTIONS.has(name) && name !== 'hidden') {
      throw failure(197, `The field '${name}' is not valid for an index specification`);
    }
  }
  const key = checkKey(request.key);
  const { name, expireAfterSeconds: ttl } = request;
  if (typeof name !== 'string' || name === '') {
    throw failure(9, "The 'name' field is a required property of an index specification");
  }
  if (name === '*') throw failure(2, "The index name '*' is not valid.");
  const spec: Document = { v: 2, key, name };
  for (const flag of ['unique', 'sparse']) {
    const value = request[flag];
    if (value !== undefined && typeof value !== 'boolean' && !isNumber(value)) {
      throw failure(14, `The field '${flag}' has value that is not convertible to bool`);
    }
    if (value === true || (isNumber(value) && toNumber(value) !== 0)) spec[flag] = true;
  }
  const collation = request.collation ?? collection?.collation?.spec;
  const parsed = parseCollation(collation);
  if (parsed) spec.collation = parsed.spec;
  if (request.partialFilterExpression !== undefined) {
    const { partialFilterExpression: partial } = request;
    if (!isDocument(partial)) throw failure(14, 'partialFilterExpression must be an object');
    if (spec.sparse) {
      throw cannotCreate('cannot mix "partialFilterExpression" and "sparse" options');
    }
    checkPartial(partial);
    spec.partialFilterExpression = partial;
  }
  if (ttl !== undefined) {
    if (!isNumber(ttl)) throw failure(14, 'expireAfterSeconds must be a number');
    const seconds = toNumber(ttl);
    if (!(seconds >= 0 && seconds <= MAX_TTL_SECONDS)) {
      throw cannotCreate(`TTL index 'expireAfterSeconds' must be within 0 and ${MAX_TTL_SECONDS}`);
    }
    if (Object.keys(key).length > 1 || '_id' in key) {
      throw cannotCreate(
        'TTL indexes are single-field indexes, compound indexes do not support TTL',
      );
    }
    spec.expireAfterSeconds = Math.trunc(seconds);
  }
  if (Object.keys(key).length === 1 && '_id' in key) {
    const bad = ['unique', 'sparse', 'partialFilterExpression'].find((option) => option in spec);
    if (bad) throw failure(197, `The field '${bad}' is not valid for an _id index specification`);
  }
  return spec;
}

function sameValue(a: unknown, b: unknown): boolean {
  return encodeDocument({ v: a ?? null }).equals(encodeDocument({ v: b ?? null }));
}

/** Whether two indexes are the same; with another filter or collation a key may have several. */
function sameSignature(a: Document, b: Document): boolean {
  return (
    samePattern(a.key as Document, b.key as Document) &&
    ['unique', 'sparse', 'partialFilterExpression', 'collation'].every((name) =>
      sameValue(a[name], b[name]),
    )
  );
}

/** The existing index that is the same as the requested one. @throws MongoError 85, 86 */
function existing(collection: Collection, spec: Document): Index | undefined {
  const key = spec.key as Document;
  if (samePattern(key, { _id: 1 })) return collection.indexes[0];
  const text = `Requested index: ${describeKey(spec)}, existing index: `;
  const named = collection.indexes.find(({ name }) => name === spec.name);
  if (named) {
    if (!sameSignature(named.spec, spec)) {
      throw failure(
        86,
        `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. ${text}${describeKey(named.spec)}`,
      );
    }
    if (!sameValue(named.spec.expireAfterSeconds, spec.expireAfterSeconds)) {
      throw failure(
        85,
        `An equivalent index already exists with the same name but different options. ${text}${describeKey(named.spec)}`,
      );
    }
    return named;
  }
  const twin = collection.indexes.find((index) => sameSignature(index.spec, spec));
  if (twin) throw failure(85, `Index already exists with a different name: ${twin.name}`);
  return undefined;
}

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
      const same = existing(collection, spec);
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
