import { failure } from '../../bson/mongo-error';
import { decodeDocument } from '../../bson/raw-bson';
import { type Document, isDocument } from '../../bson/values';
import { compileProjection } from '../../language/project';
import { type QueryShape, shapeQuery } from '../../planner/query';
import type { Collection } from '../../storage/catalog';
import { type Command, type Context, collationFor, namespaceOf, parseSort } from '../context';
import { applyUpdate, compileStatement, idOf, upsertDocument } from './statements';
import { runTask, writeOne } from './tasks';
import { arrayFiltersOf } from './writes';

async function findAndModify(context: Context): Promise<Document> {
  const { args, engine } = context;
  const { store } = engine;
  const ns = namespaceOf(context);
  const remove = args.boolean('remove');
  const upsert = args.boolean('upsert');
  const returnNew = args.boolean('new');
  const update = args.value('update');
  if (remove === (update !== undefined)) {
    throw failure(
      9,
      remove
        ? 'Cannot specify both an update and remove=true'
        : 'Either an update or remove=true must be specified',
    );
  }
  if (remove && (upsert || returnNew)) {
    throw failure(9, 'Cannot specify both new or upsert and remove=true');
  }
  const variables = context.variables;
  const statement = remove
    ? undefined
    : {
        update: updateOf(update),
        upsert,
        ...arrayFiltersOf(args.value('arrayFilters')),
        ...(variables ? { variables } : {}),
      };
  const makeQuery = (collection: Collection | undefined): QueryShape =>
    shapeQuery(args.document('query') ?? {}, {
      sort: parseSort(args.document('sort')),
      hint: args.value('hint'),
      collation: collationFor(args.document('collation'), collection),
      variables,
    });
  const projection = args.document('fields');
  const present = (bytes: Buffer, query: QueryShape): Document => {
    const document = decodeDocument(bytes);
    if (!projection || Object.keys(projection).length === 0) return document;
    return compileProjection(projection, {
      matcher: query.matcher,
      ...(variables ? { variables } : {}),
    })(document);
  };
  const collation = collationFor(args.document('collation'), store.catalog.find(ns));
  const updater = statement && compileStatement(statement, collation);
  const task = writeOne(context, ns, makeQuery, (found, query): Document => {
    const collection = store.catalog.find(ns);
    if (!updater) {
      if (!found || !collection) return { lastErrorObject: { n: 0 }, value: null, ok: 1 };
      store.remove(collection, found.record, found.bytes);
      return { lastErrorObject: { n: 1 }, value: present(found.bytes, query), ok: 1 };
    }
    if (found && collection) {
      const { bytes } = applyUpdate(context, collection, found, query, updater);
      return {
        lastErrorObject: { n: 1, updatedExisting: true },
        value: present(returnNew ? bytes : found.bytes, query),
        ok: 1,
      };
    }
    if (!upsert) return { lastErrorObject: { n: 0, updatedExisting: false }, value: null, ok: 1 };
    const bytes = upsertDocument(context, ns, query, updater);
    return {
      lastErrorObject: { n: 1, updatedExisting: false, upserted: idOf(bytes) },
      value: returnNew ? present(bytes, query) : null,
      ok: 1,
    };
  });
  return runTask(context, task);
}

function updateOf(value: unknown): Document | Document[] {
  if (isDocument(value)) return value;
  if (Array.isArray(value) && value.every(isDocument)) return value;
  throw failure(9, 'Update argument must be either an object or an array');
}

export const findAndModifyCommands: Record<string, Command> = {
  findAndModify: {
    run: findAndModify,
    fields: [
      'findAndModify',
      'query',
      'sort',
      'remove',
      'update',
      'new',
      'fields',
      'upsert',
      'arrayFilters',
      'collation',
      'hint',
      'let',
    ],
    harmless: ['bypassDocumentValidation'],
    writes: true,
  },
};
