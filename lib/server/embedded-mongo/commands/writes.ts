import type { Collection } from '../catalog';
import type { Found } from '../execution';
import { failure, MongoError } from '../mongo-error';
import { execute, type QueryShape, shapeQuery, take } from '../query';
import {
  decodeDocument,
  decodeFields,
  encodeDocument,
  MAX_DOCUMENT_BYTES,
  normalizeForInsert,
} from '../raw-bson';
import { compileUpdate, type Updater } from '../update';
import { asInteger, bsonType, type Document, isDocument } from '../values';
import { type Command, type Context, collationFor, namespaceOf, parseSort } from './context';

/** MongoDB's bound on the operations of one command. */
const MAX_OPERATIONS = 100_000;
/** Documents a search may look at while it holds the write transaction. */
const STEPS_IN_WRITE = 1_000;
/** How long one job of a long write may hold the write transaction. */
const WRITE_SLICE_MS = 8;

const ID_ONLY: ReadonlySet<string> = new Set(['_id']);

export function idOf(bytes: Buffer): unknown {
  return decodeFields(bytes, ID_ONLY)._id;
}

/** @throws MongoError 53, 10334 and those of damaged BSON. */
export function checkedForInsert(bytes: Buffer): Buffer {
  if (bytes.length > MAX_DOCUMENT_BYTES) {
    throw failure(
      10334,
      `object to insert too large. size in bytes: ${bytes.length}, max size: ${MAX_DOCUMENT_BYTES}`,
    );
  }
  const document = normalizeForInsert(bytes);
  checkId(idOf(document));
  return document;
}

function checkId(id: unknown): void {
  const type = bsonType(id);
  if (type === 'array' || type === 'regex') {
    throw failure(53, `The '_id' value cannot be of type ${type}`);
  }
  if (!isDocument(id)) return;
  const dollar = Object.keys(id).find((name) => name.startsWith('$'));
  if (dollar !== undefined) {
    throw failure(
      52,
      `_id fields may not contain '$'-prefixed fields: ${dollar} is not valid for storage.`,
    );
  }
}

/** One entry of `writeErrors`. */
export function writeError(index: number, error: unknown): Document {
  if (!(error instanceof MongoError)) throw error;
  return { index, code: error.code, errmsg: error.message, ...error.extra };
}

/** Errors that end a command whatever `ordered` says: nobody waits, time is over, disk is full. */
export function endsCommand(error: unknown): boolean {
  return !(error instanceof MongoError) || [1, 50, 91, 279, 14031].includes(error.code);
}

function requireOperations(count: number): void {
  if (count < 1 || count > MAX_OPERATIONS) {
    throw failure(
      16,
      `Write batch sizes must be between 1 and ${MAX_OPERATIONS}. Got ${count} operations.`,
    );
  }
}

/** The collection to write to, made when absent. Inside a write only. */
export function ensureCollection(context: Context, ns: string): Collection {
  return context.engine.store.catalog.ensure(ns);
}

async function insert(context: Context): Promise<Document> {
  const { args, documents, engine, operation } = context;
  const ns = namespaceOf(context);
  if (!documents)
    throw failure(40414, "BSON field 'insert.documents' is missing but a required field");
  requireOperations(documents.length);
  const ordered = args.value('ordered') !== false;
  const writeErrors: Document[] = [];
  let n = 0;
  let at = 0;
  let stopped = false;
  while (at < documents.length && !stopped) {
    const start = at;
    const done = await engine.store.write(() => {
      const collection = ensureCollection(context, ns);
      const end = performance.now() + WRITE_SLICE_MS;
      const result = { inserted: 0, next: start, errors: [] as Document[], stop: false };
      for (; result.next < documents.length && !result.stop; result.next++) {
        if (result.next > start && performance.now() > end) break;
        try {
          engine.store.insert(
            collection,
            checkedForInsert(documents[result.next] ?? Buffer.alloc(0)),
          );
          result.inserted++;
        } catch (error) {
          if (endsCommand(error)) throw error;
          result.errors.push(writeError(result.next, error));
          result.stop = ordered;
        }
      }
      return result;
    });
    n += done.inserted;
    at = done.next;
    stopped = done.stop;
    writeErrors.push(...done.errors);
    if (at < documents.length && !stopped) operation.check();
  }
  return { n, ...(writeErrors.length > 0 ? { writeErrors } : {}), ok: 1 };
}

/**
 * Finds one document and acts on it in the same write transaction, so that no other writer comes
 * between. A search too long for that runs in slices first; its find is then tested again inside
 * the write, and the search repeated if somebody was faster.
 */
export async function writeOne<T>(
  context: Context,
  ns: string,
  makeQuery: (collection: Collection | undefined) => QueryShape,
  act: (found: Found | undefined, query: QueryShape) => T,
): Promise<T> {
  const { store } = context.engine;
  for (;;) {
    const quick = await store.write(() => {
      const collection = store.catalog.find(ns);
      const query = makeQuery(collection);
      if (!collection) return { value: act(undefined, query) };
      const execution = execute(store, collection, { ...query, limit: 1 });
      const found: Found[] = [];
      let steps = 0;
      execution.run(found, 1, () => ++steps > STEPS_IN_WRITE);
      return found.length > 0 || execution.done ? { value: act(found[0], query) } : undefined;
    });
    if (quick) return quick.value;
    context.operation.check();
    store.refresh();
    const collection = store.catalog.find(ns);
    if (!collection) continue;
    const query = makeQuery(collection);
    const execution = execute(store, collection, { ...query, limit: 1 });
    const [candidate] = await take(store, context.operation, execution, 1);
    const slow = await store.write(() => {
      if (!candidate) return { value: act(undefined, query) };
      const current = store.catalog.find(ns);
      const bytes =
        current?.id === collection.id ? store.get(current, candidate.record) : undefined;
      if (!bytes || !query.matcher.test(decodeDocument(bytes))) return undefined;
      return { value: act({ record: candidate.record, bytes }, query) };
    });
    if (slow) return slow.value;
  }
}

/**
 * Acts on every matching document. The records are collected first: a document that an update
 * moves along the index it was found by must not be met again.
 */
async function writeMany(
  context: Context,
  ns: string,
  makeQuery: (collection: Collection | undefined) => QueryShape,
  act: (collection: Collection, found: Found, query: QueryShape) => void,
): Promise<number> {
  const { engine, operation } = context;
  const { store } = engine;
  store.refresh();
  const collection = store.catalog.find(ns);
  const query = makeQuery(collection);
  if (!collection) return 0;
  const execution = execute(store, collection, query);
  const records: number[] = [];
  while (!execution.done) {
    for (const { record } of await take(store, operation, execution, 1_000)) records.push(record);
  }
  let count = 0;
  let at = 0;
  while (at < records.length) {
    operation.check();
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
          // What was done before the failing document stays done, as in MongoDB.
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
  }
  return count;
}

/** Rewrites a found document; false when nothing changed. */
export function applyUpdate(
  context: Context,
  collection: Collection,
  found: Found,
  query: QueryShape,
  updater: Updater,
): { changed: boolean; bytes: Buffer } {
  const before = decodeDocument(found.bytes);
  const { doc, changed } = updater.apply(before, { matcher: query.matcher });
  if (!changed) return { changed, bytes: found.bytes };
  const bytes = sized(normalizeForInsert(encodeDocument(doc)));
  context.engine.store.update(collection, found.record, found.bytes, bytes);
  return { changed, bytes };
}

function sized(bytes: Buffer): Buffer {
  if (bytes.length > MAX_DOCUMENT_BYTES) {
    throw failure(17419, `Resulting document after update is larger than ${MAX_DOCUMENT_BYTES}`);
  }
  return bytes;
}

/** Inserts the document an upsert makes of its filter and update. */
export function upsertDocument(
  context: Context,
  ns: string,
  query: QueryShape,
  updater: Updater,
): Buffer {
  const seed = updater.seed(query.matcher);
  const { doc } = updater.apply(seed, { matcher: query.matcher, isInsert: true });
  const bytes = sized(normalizeForInsert(encodeDocument(doc)));
  checkId(idOf(bytes));
  context.engine.store.insert(ensureCollection(context, ns), bytes);
  return bytes;
}

/** One statement of an `update` command or of a bulk write. */
export interface UpdateStatement {
  filter: Document;
  update: Document | Document[];
  multi: boolean;
  upsert: boolean;
  arrayFilters?: Document[];
  collation?: Document;
  hint?: unknown;
  sort?: Document;
  variables?: Document;
}

export interface UpdateResult {
  matched: number;
  modified: number;
  upserted?: { _id: unknown };
}

function updateValue(value: unknown): Document | Document[] {
  if (isDocument(value)) return value;
  if (Array.isArray(value) && value.every(isDocument)) return value;
  throw failure(9, 'Update argument must be either an object or an array');
}

/** Compiles the update of a statement for a collection's collation. */
export function compileStatement(
  statement: Pick<UpdateStatement, 'update' | 'upsert' | 'arrayFilters' | 'variables'>,
  query: QueryShape,
): Updater {
  const { update, upsert, arrayFilters, variables } = statement;
  return compileUpdate(update, {
    isUpsert: upsert,
    ...(arrayFilters ? { arrayFilters } : {}),
    ...(query.collation ? { collation: query.collation } : {}),
    ...(variables ? { variables } : {}),
  });
}

/** Runs one update statement. */
export async function runUpdate(
  context: Context,
  ns: string,
  statement: UpdateStatement,
): Promise<UpdateResult> {
  const { store } = context.engine;
  const isReplacement =
    !Array.isArray(statement.update) &&
    !Object.keys(statement.update).some((name) => name.startsWith('$'));
  if (statement.multi && isReplacement) {
    throw failure(9, 'multi update is not supported for replacement-style update');
  }
  if (statement.multi && statement.sort) {
    throw failure(9, 'Cannot specify sort with multi=true');
  }
  const makeQuery = (collection: Collection | undefined) =>
    shapeQuery(statement.filter, {
      sort: parseSort(statement.sort),
      hint: statement.hint,
      collation: collationFor(statement.collation, collection),
      variables: statement.variables,
    });
  // Compiled before any search: a bad update fails even when nothing matches.
  compileStatement(statement, makeQuery(store.catalog.find(ns)));
  const result: UpdateResult = { matched: 0, modified: 0 };
  const upsert = (query: QueryShape): void => {
    const bytes = upsertDocument(context, ns, query, compileStatement(statement, query));
    result.upserted = { _id: idOf(bytes) };
  };
  if (statement.multi) {
    let updater: Updater | undefined;
    result.matched = await writeMany(context, ns, makeQuery, (collection, found, query) => {
      updater ??= compileStatement(statement, query);
      if (applyUpdate(context, collection, found, query, updater).changed) result.modified++;
    });
    if (result.matched > 0 || !statement.upsert) return result;
  }
  await writeOne(context, ns, makeQuery, (found, query) => {
    const collection = store.catalog.find(ns);
    if (found && collection) {
      const updater = compileStatement(statement, query);
      result.matched = 1;
      result.modified = applyUpdate(context, collection, found, query, updater).changed ? 1 : 0;
    } else if (statement.upsert) upsert(query);
  });
  return result;
}

const UPDATE_FIELDS = new Set([
  'q',
  'u',
  'c',
  'multi',
  'upsert',
  'arrayFilters',
  'collation',
  'hint',
  'sort',
]);

function statementField(statement: Document, fields: ReadonlySet<string>, command: string): void {
  for (const name of Object.keys(statement)) {
    if (!fields.has(name)) {
      throw failure(40415, `BSON field '${command}.${name}' is an unknown field.`);
    }
  }
}

function optionalDocument(value: unknown, name: string): Document | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isDocument(value)) throw failure(14, `BSON field '${name}' must be an object`);
  return value;
}

function requiredFilter(value: unknown, name: string): Document {
  const filter = optionalDocument(value, name);
  if (!filter) throw failure(40414, `BSON field '${name}' is missing but a required field`);
  return filter;
}

export function arrayFiltersOf(value: unknown): { arrayFilters?: Document[] } {
  if (value === undefined || value === null) return {};
  if (!Array.isArray(value) || !value.every(isDocument)) {
    throw failure(14, 'arrayFilters must be an array of objects');
  }
  return { arrayFilters: value };
}

function readUpdate(context: Context, statement: Document): UpdateStatement {
  statementField(statement, UPDATE_FIELDS, 'update.updates');
  const collation = optionalDocument(statement.collation, 'update.updates.collation');
  const sort = optionalDocument(statement.sort, 'update.updates.sort');
  const variables = {
    ...context.args.document('let'),
    ...optionalDocument(statement.c, 'update.updates.c'),
  };
  return {
    filter: requiredFilter(statement.q, 'update.updates.q'),
    update: updateValue(statement.u),
    multi: statement.multi === true,
    upsert: statement.upsert === true,
    hint: statement.hint,
    variables,
    ...arrayFiltersOf(statement.arrayFilters),
    ...(collation ? { collation } : {}),
    ...(sort ? { sort } : {}),
  };
}

/** Runs statements in order, gathering errors as `ordered` asks. */
export async function runStatements(
  context: Context,
  statements: Document[],
  run: (statement: Document, index: number) => Promise<void>,
): Promise<Document[]> {
  requireOperations(statements.length);
  const ordered = context.args.value('ordered') !== false;
  const writeErrors: Document[] = [];
  for (const [index, statement] of statements.entries()) {
    try {
      await run(statement, index);
    } catch (error) {
      if (endsCommand(error)) throw error;
      writeErrors.push(writeError(index, error));
      if (ordered) break;
    }
  }
  return writeErrors;
}

async function update(context: Context): Promise<Document> {
  const ns = namespaceOf(context);
  let n = 0;
  let nModified = 0;
  const upserted: Document[] = [];
  const writeErrors = await runStatements(
    context,
    context.args.documentsOf('updates'),
    async (statement, index) => {
      const result = await runUpdate(context, ns, readUpdate(context, statement));
      n += result.matched + (result.upserted ? 1 : 0);
      nModified += result.modified;
      if (result.upserted) upserted.push({ index, _id: result.upserted._id });
    },
  );
  return {
    n,
    ...(upserted.length > 0 ? { upserted } : {}),
    nModified,
    ...(writeErrors.length > 0 ? { writeErrors } : {}),
    ok: 1,
  };
}

export interface DeleteStatement {
  filter: Document;
  single: boolean;
  collation?: Document;
  hint?: unknown;
  variables?: Document;
}

/** Runs one delete statement and returns how many documents went. */
export async function runDelete(
  context: Context,
  ns: string,
  statement: DeleteStatement,
): Promise<number> {
  const { store } = context.engine;
  const makeQuery = (collection: Collection | undefined) =>
    shapeQuery(statement.filter, {
      hint: statement.hint,
      collation: collationFor(statement.collation, collection),
      variables: statement.variables,
    });
  if (!statement.single) {
    return writeMany(context, ns, makeQuery, (collection, { record, bytes }) =>
      store.remove(collection, record, bytes),
    );
  }
  return writeOne(context, ns, makeQuery, (found) => {
    const collection = store.catalog.find(ns);
    if (!found || !collection) return 0;
    store.remove(collection, found.record, found.bytes);
    return 1;
  });
}

const DELETE_FIELDS = new Set(['q', 'limit', 'collation', 'hint']);

function readDelete(context: Context, statement: Document): DeleteStatement {
  statementField(statement, DELETE_FIELDS, 'delete.deletes');
  const limit = asInteger(statement.limit);
  if (limit !== 0 && limit !== 1) {
    throw failure(9, `The limit field in delete objects must be 0 or 1. Got ${limit}`);
  }
  const collation = optionalDocument(statement.collation, 'delete.deletes.collation');
  const variables = context.args.document('let');
  return {
    filter: requiredFilter(statement.q, 'delete.deletes.q'),
    single: limit === 1,
    hint: statement.hint,
    ...(collation ? { collation } : {}),
    ...(variables ? { variables } : {}),
  };
}

async function deleteCommand(context: Context): Promise<Document> {
  const ns = namespaceOf(context);
  let n = 0;
  const writeErrors = await runStatements(
    context,
    context.args.documentsOf('deletes'),
    async (statement) => {
      n += await runDelete(context, ns, readDelete(context, statement));
    },
  );
  return { n, ...(writeErrors.length > 0 ? { writeErrors } : {}), ok: 1 };
}

export const writes: Record<string, Command> = {
  insert: {
    run: insert,
    fields: ['insert', 'documents', 'ordered'],
    harmless: ['bypassDocumentValidation', 'maxTimeMS'],
    writes: true,
  },
  update: {
    run: update,
    fields: ['update', 'updates', 'ordered', 'let'],
    harmless: ['bypassDocumentValidation'],
    writes: true,
  },
  delete: { run: deleteCommand, fields: ['delete', 'deletes', 'ordered', 'let'], writes: true },
};
