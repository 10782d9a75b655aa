import type { Collation } from '../../bson/collation';
import { failure } from '../../bson/mongo-error';
import {
  decodeDocument,
  decodeFields,
  encodeDocument,
  MAX_DOCUMENT_BYTES,
  normalizeForInsert,
} from '../../bson/raw-bson';
import { bsonType, type Document, isDocument } from '../../bson/values';
import { compileUpdate, type Updater } from '../../pipeline/update';
import { type QueryShape, shapeQuery } from '../../planner/query';
import type { Found } from '../../planner/sources';
import type { Collection } from '../../storage/catalog';
import { type Context, collationFor, parseSort } from '../context';
import { ensureCollection, runTask, type Task, writeMany, writeOne } from './tasks';

const ID_ONLY: ReadonlySet<string> = new Set(['_id']);

export function idOf(bytes: Buffer): unknown {
  return decodeFields(bytes, ID_ONLY)._id;
}

/** @throws MongoError 53, 10334, and 22 for damaged BSON. */
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

/** Inserts one document. */
export function insertTask(context: Context, ns: string, bytes: Buffer): Task<number> {
  const quick = () => {
    const document = checkedForInsert(bytes);
    return { value: context.engine.store.insert(ensureCollection(context, ns), document) };
  };
  return { quick, slow: () => runTask(context, { quick, slow: () => Promise.resolve(0) }) };
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

/** Inserts the document that an upsert creates from its filter and update. */
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

/** The update of a statement. @throws MongoError 9 */
export function updateValue(value: unknown): Document | Document[] {
  if (isDocument(value)) return value;
  if (Array.isArray(value) && value.every(isDocument)) return value;
  throw failure(9, 'Update argument must be either an object or an array');
}

/** Compiles the update of a statement. */
export function compileStatement(
  statement: Pick<UpdateStatement, 'update' | 'upsert' | 'arrayFilters' | 'variables'>,
  collation: Collation | undefined,
): Updater {
  const { update, upsert, arrayFilters, variables } = statement;
  return compileUpdate(update, {
    isUpsert: upsert,
    ...(arrayFilters ? { arrayFilters } : {}),
    ...(collation ? { collation } : {}),
    ...(variables ? { variables } : {}),
  });
}

/** One update statement. */
export function updateTask(
  context: Context,
  ns: string,
  statement: UpdateStatement,
): Task<UpdateResult> {
  const { store } = context.engine;
  const { multi, upsert } = statement;
  const isReplacement =
    !Array.isArray(statement.update) &&
    !Object.keys(statement.update).some((name) => name.startsWith('$'));
  if (multi && isReplacement) {
    throw failure(9, 'multi update is not supported for replacement-style update');
  }
  if (multi && statement.sort) throw failure(9, 'Cannot specify sort with multi=true');
  const makeQuery = (collection: Collection | undefined) =>
    shapeQuery(statement.filter, {
      sort: parseSort(statement.sort),
      hint: statement.hint,
      collation: collationFor(statement.collation, collection),
      variables: statement.variables,
    });
  // Compiled before any search: a bad update fails even when nothing matches.
  const collation = collationFor(statement.collation, store.catalog.find(ns));
  const updater = compileStatement(statement, collation);
  let modified = 0;
  const change = (collection: Collection, found: Found, query: QueryShape): void => {
    if (applyUpdate(context, collection, found, query, updater).changed) modified++;
  };
  const one = writeOne(context, ns, makeQuery, (found, query): UpdateResult => {
    const collection = store.catalog.find(ns);
    if (found && collection) {
      change(collection, found, query);
      return { matched: 1, modified };
    }
    if (!upsert) return { matched: 0, modified: 0 };
    const bytes = upsertDocument(context, ns, query, updater);
    return { matched: 0, modified: 0, upserted: { _id: idOf(bytes) } };
  });
  if (!multi) return one;
  const many = writeMany(context, ns, makeQuery, change);
  return {
    quick: () => {
      const matched = many.quick();
      if (!matched) return undefined;
      if (matched.value === 0 && upsert) return one.quick();
      return { value: { matched: matched.value, modified } };
    },
    slow: async () => {
      const matched = await many.slow();
      return matched === 0 && upsert ? runTask(context, one) : { matched, modified };
    },
  };
}

export interface DeleteStatement {
  filter: Document;
  single: boolean;
  collation?: Document;
  hint?: unknown;
  variables?: Document;
}

/** One delete statement; its value is the number of deleted documents. */
export function deleteTask(context: Context, ns: string, statement: DeleteStatement): Task<number> {
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
  return writeOne(context, ns, makeQuery, (found): number => {
    const collection = store.catalog.find(ns);
    if (!found || !collection) return 0;
    store.remove(collection, found.record, found.bytes);
    return 1;
  });
}
