import { failure } from '../../bson/mongo-error';
import { asInteger, type Document, isDocument } from '../../bson/values';
import { type Command, type Context, namespaceOf } from '../context';
import {
  type DeleteStatement,
  deleteTask,
  insertTask,
  type UpdateStatement,
  updateTask,
  updateValue,
} from './statements';
import { runStatements, SINGLE_WRITES_SLICE_MS } from './tasks';

async function insert(context: Context): Promise<Document> {
  const { documents } = context;
  const ns = namespaceOf(context);
  if (!documents) {
    throw failure(40414, "BSON field 'insert.documents' is missing but a required field");
  }
  const writeErrors: Document[] = [];
  let n = 0;
  await runStatements(
    context,
    documents.length,
    (index) => insertTask(context, ns, documents[index] ?? Buffer.alloc(0)),
    (_, outcome) => {
      if ('error' in outcome) writeErrors.push(outcome.error);
      else n++;
    },
    SINGLE_WRITES_SLICE_MS,
  );
  return { n, ...(writeErrors.length > 0 ? { writeErrors } : {}), ok: 1 };
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

/** @throws MongoError 40415 on a field that statements do not have. */
export function statementFields(
  statement: Document,
  fields: ReadonlySet<string>,
  command: string,
): void {
  for (const name of Object.keys(statement)) {
    if (!fields.has(name)) {
      throw failure(40415, `BSON field '${command}.${name}' is an unknown field.`);
    }
  }
}

export function optionalDocument(value: unknown, name: string): Document | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isDocument(value)) throw failure(14, `BSON field '${name}' must be an object`);
  return value;
}

export function requiredFilter(value: unknown, name: string): Document {
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
  statementFields(statement, UPDATE_FIELDS, 'update.updates');
  const collation = optionalDocument(statement.collation, 'update.updates.collation');
  const sort = optionalDocument(statement.sort, 'update.updates.sort');
  const variables = {
    ...context.variables,
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

async function update(context: Context): Promise<Document> {
  const ns = namespaceOf(context);
  const statements = context.args.documentsOf('updates');
  let n = 0;
  let nModified = 0;
  const upserted: Document[] = [];
  const writeErrors: Document[] = [];
  await runStatements(
    context,
    statements.length,
    (index) => updateTask(context, ns, readUpdate(context, statements[index] ?? {})),
    (index, outcome) => {
      if ('error' in outcome) {
        writeErrors.push(outcome.error);
        return;
      }
      const { value } = outcome;
      n += value.matched + (value.upserted ? 1 : 0);
      nModified += value.modified;
      if (value.upserted) upserted.push({ index, _id: value.upserted._id });
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

const DELETE_FIELDS = new Set(['q', 'limit', 'collation', 'hint']);

function readDelete(context: Context, statement: Document): DeleteStatement {
  statementFields(statement, DELETE_FIELDS, 'delete.deletes');
  const limit = asInteger(statement.limit);
  if (limit !== 0 && limit !== 1) {
    throw failure(9, `The limit field in delete objects must be 0 or 1. Got ${limit}`);
  }
  const collation = optionalDocument(statement.collation, 'delete.deletes.collation');
  const variables = context.variables;
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
  const statements = context.args.documentsOf('deletes');
  let n = 0;
  const writeErrors: Document[] = [];
  await runStatements(
    context,
    statements.length,
    (index) => deleteTask(context, ns, readDelete(context, statements[index] ?? {})),
    (_, outcome) => {
      if ('error' in outcome) writeErrors.push(outcome.error);
      else n += outcome.value;
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
