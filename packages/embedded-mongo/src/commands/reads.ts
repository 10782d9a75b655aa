import { encodeKey } from '../bson/key-encoding';
import { failure, notSupported } from '../bson/mongo-error';
import type { Operation } from '../bson/operation';
import { compareValues } from '../bson/order';
import { decodeDocument, encodeDocument, MAX_DOCUMENT_BYTES } from '../bson/raw-bson';
import { arrayIndex, type Document, getOwn, isDocument } from '../bson/values';
import { compileProjection } from '../language/project';
import type { Execution } from '../planner/execution';
import { execute, logIfSlow, type QueryShape, shapeQuery, take } from '../planner/query';
import type { Collection } from '../storage/catalog';
import type { Store } from '../storage/store';
import {
  type Command,
  type Context,
  collationFor,
  cursorId,
  FIRST_BATCH,
  namespaceOf,
  ownerOf,
  parseSort,
} from './context';
import type { Batches } from './cursors';
import { cursorBody } from './wire';

/** The fields of find, count and distinct that select documents. */
export function readQuery(
  context: Context,
  collection: Collection | undefined,
  filterField: 'filter' | 'query',
): QueryShape {
  const { args } = context;
  const limit = args.integer('limit');
  return shapeQuery(args.document(filterField) ?? {}, {
    sort: parseSort(args.document('sort')),
    skip: args.natural('skip'),
    limit: limit === undefined ? undefined : Math.abs(limit),
    hint: args.value('hint'),
    collation: collationFor(args.document('collation'), collection),
    variables: context.variables,
  });
}

/** The batches of a query; its cursor may stay open after the command that created it. */
class FindBatches implements Batches {
  readonly #store: Store;
  readonly #execution: Execution;
  readonly #project: ((document: Document) => Document) | undefined;
  #left: number;

  constructor(
    store: Store,
    execution: Execution,
    project: ((document: Document) => Document) | undefined,
    left: number,
  ) {
    this.#store = store;
    this.#execution = execution;
    this.#project = project;
    this.#left = left;
  }

  async next(
    operation: Operation,
    count: number,
    bytes: number,
  ): Promise<{ documents: Buffer[]; done: boolean }> {
    const want = Math.min(count, this.#left);
    const found = await take(this.#store, operation, this.#execution, want, bytes);
    this.#left -= found.length;
    const project = this.#project;
    const documents = project
      ? found.map((one) => encodeDocument(project(decodeDocument(one.bytes))))
      : found.map((one) => one.bytes);
    return { documents, done: this.#execution.done || this.#left <= 0 };
  }
}

async function find(context: Context): Promise<Buffer> {
  const { engine, args } = context;
  if (args.boolean('tailable')) throw notSupported('a tailable cursor');
  const ns = namespaceOf(context);
  const collection = engine.store.catalog.find(ns);
  const query = readQuery(context, collection, 'filter');
  const projection = args.document('projection');
  const project =
    projection && Object.keys(projection).length > 0
      ? compileProjection(projection, { matcher: query.matcher, ...variablesOf(context) })
      : undefined;
  const batchSize = args.natural('batchSize') ?? FIRST_BATCH;
  if (!collection) return cursorBody('firstBatch', { id: 0n, ns, batch: [] });
  const startedAt = performance.now();
  const execution = execute(engine.store, collection, query);
  const limit = query.limit ?? Number.POSITIVE_INFINITY;
  const batches = new FindBatches(engine.store, execution, project, limit);
  const single = args.boolean('singleBatch') || (args.integer('limit') ?? 0) < 0;
  const cursor = await engine.cursors.start(
    ns,
    ownerOf(context),
    context.operation,
    batches,
    batchSize,
  );
  if (single && cursor.id !== 0n) {
    engine.cursors.kill(cursor.id);
    cursor.id = 0n;
  }
  logIfSlow(engine, ns, query, execution, startedAt);
  return cursorBody('firstBatch', cursor);
}

export function variablesOf(context: Context): { variables?: Document } {
  const variables = context.variables;
  return variables ? { variables } : {};
}

async function getMore(context: Context): Promise<Buffer> {
  const { args, engine, database } = context;
  const id = cursorId(args.value('getMore'));
  const ns = `${database}.${args.string('collection')}`;
  const batchSize = args.natural('batchSize');
  const cursor = await engine.cursors.more(id, ns, context.operation, batchSize || undefined);
  return cursorBody('nextBatch', cursor);
}

function killCursors(context: Context): Document {
  const { args, engine } = context;
  const ids = args.value('cursors');
  if (!Array.isArray(ids)) throw failure(14, "'cursors' must be an array");
  const cursorsKilled: unknown[] = [];
  const cursorsNotFound: unknown[] = [];
  for (const id of ids) {
    (engine.cursors.kill(cursorId(id)) ? cursorsKilled : cursorsNotFound).push(id);
  }
  return { cursorsKilled, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [], ok: 1 };
}

/** The number of documents a query finds, from the index alone where that is exact. */
export async function countMatches(
  context: Context,
  collection: Collection,
  query: QueryShape,
): Promise<number> {
  const { engine, operation } = context;
  const { store } = engine;
  if (Object.keys(query.filter).length === 0 && query.hint === undefined) {
    const left = Math.max(0, store.countsOf(collection).documents - (query.skip ?? 0));
    return query.limit ? Math.min(left, query.limit) : left;
  }
  const startedAt = performance.now();
  const execution = execute(store, collection, query);
  let count = 0;
  store.refresh();
  for (;;) {
    count += execution.count(operation.slice());
    if (execution.done) break;
    await operation.yield();
    store.refresh();
  }
  logIfSlow(engine, collection.ns, query, execution, startedAt);
  return count;
}

async function count(context: Context): Promise<Document> {
  const collection = context.engine.store.catalog.find(namespaceOf(context));
  const query = readQuery(context, collection, 'query');
  return { n: collection ? await countMatches(context, collection, query) : 0, ok: 1 };
}

async function distinct(context: Context): Promise<Document> {
  const { engine, args, operation } = context;
  const collection = engine.store.catalog.find(namespaceOf(context));
  const key = args.string('key');
  const query = readQuery(context, collection, 'query');
  if (!collection) return { values: [], ok: 1 };
  const parts = key.split('.');
  const execution = execute(engine.store, collection, query);
  const distinctValues = new DistinctValues(query);
  while (!execution.done) {
    for (const { bytes } of await take(engine.store, operation, execution, 500)) {
      for (const value of distinctAtPath(decodeDocument(bytes), parts)) distinctValues.add(value);
    }
  }
  return { values: distinctValues.sorted(), ok: 1 };
}

/** Collects values, each once, in mongod's order. */
class DistinctValues {
  readonly #query: QueryShape;
  readonly #values = new Map<string, unknown>();
  #bytes = 0;

  constructor(query: QueryShape) {
    this.#query = query;
  }

  add(value: unknown): void {
    const key = encodeKey([value], [1], this.#query.collation).toString('latin1');
    if (this.#values.has(key)) return;
    this.#values.set(key, value);
    this.#bytes += key.length;
    if (this.#bytes > MAX_DOCUMENT_BYTES) throw failure(17217, 'distinct too big, 16mb cap');
  }

  sorted(): unknown[] {
    return [...this.#values.values()].sort((a, b) => compareValues(a, b, this.#query.collation));
  }
}

/** The values at a path: arrays on the way are entered, one at the end gives its elements. */
function distinctAtPath(value: unknown, parts: string[]): unknown[] {
  const [part, ...rest] = parts;
  if (part === undefined) return Array.isArray(value) ? value : [value];
  if (Array.isArray(value)) {
    const position = arrayIndex(part);
    const element = position === undefined ? undefined : value[position];
    const at = element === undefined ? [] : distinctAtPath(element, rest);
    return [...at, ...value.flatMap((one) => (isDocument(one) ? distinctAtPath(one, parts) : []))];
  }
  if (!isDocument(value)) return [];
  const next = getOwn(value, part);
  return next === undefined ? [] : distinctAtPath(next, rest);
}

export const reads: Record<string, Command> = {
  find: {
    run: find,
    fields: [
      'find',
      'filter',
      'sort',
      'projection',
      'hint',
      'skip',
      'limit',
      'batchSize',
      'singleBatch',
      'collation',
      'let',
      'tailable',
    ],
    harmless: ['noCursorTimeout', 'allowDiskUse', 'allowPartialResults', 'oplogReplay'],
    refused: ['min', 'max', 'returnKey', 'showRecordId', 'awaitData', 'readOnce', 'term'],
  },
  getMore: { run: getMore, fields: ['getMore', 'collection', 'batchSize'] },
  killCursors: { run: killCursors, fields: ['killCursors', 'cursors'] },
  count: {
    run: count,
    fields: ['count', 'query', 'limit', 'skip', 'hint', 'collation', 'fields'],
  },
  distinct: {
    run: distinct,
    fields: ['distinct', 'key', 'query', 'collation', 'hint'],
  },
};
