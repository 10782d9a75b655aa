import { failure } from '../../bson/mongo-error';
import { encodeDocument } from '../../bson/raw-bson';
import { asInteger, type Document, isDocument } from '../../bson/values';
import { type Command, type Context, namespace } from '../context';
import { listAnswer } from '../listing';
import { deleteTask, insertTask, updateTask, updateValue } from './statements';
import { runStatements, SINGLE_WRITES_SLICE_MS, type Task } from './tasks';
import { arrayFiltersOf, optionalDocument, requiredFilter, statementFields } from './writes';

interface Totals {
  nErrors: number;
  nInserted: number;
  nMatched: number;
  nModified: number;
  nUpserted: number;
  nDeleted: number;
}

type Outcome =
  | { kind: 'insert' }
  | { kind: 'update'; matched: number; modified: number; upserted?: { _id: unknown } }
  | { kind: 'delete'; deleted: number };

const INSERT_FIELDS = new Set(['insert', 'document']);
const UPDATE_FIELDS = new Set([
  'update',
  'filter',
  'updateMods',
  'multi',
  'upsert',
  'arrayFilters',
  'hint',
  'collation',
  'constants',
  'sort',
]);
const DELETE_FIELDS = new Set(['delete', 'filter', 'multi', 'hint', 'collation']);

/** The namespaces of a bulk write; operations refer to them by position. */
function namespaces(context: Context): string[] {
  return context.args.documentsOf('nsInfo').map((entry) => {
    statementFields(entry, new Set(['ns']), 'bulkWrite.nsInfo');
    const ns = String(entry.ns);
    const dot = ns.indexOf('.');
    if (dot < 1) throw failure(73, `Invalid namespace specified '${ns}'`);
    return namespace(ns.slice(0, dot), ns.slice(dot + 1));
  });
}

function taskOf(context: Context, operation: Document, all: string[]): Task<Outcome> {
  const [kind] = Object.keys(operation);
  const ns = all[asInteger(operation[kind ?? '']) ?? -1];
  if (ns === undefined) throw failure(2, 'BulkWrite ops entry has an invalid nsInfo index.');
  const variables = context.variables;
  const shared = (name: string) => {
    const collation = optionalDocument(operation.collation, `bulkWrite.ops.${name}.collation`);
    return {
      filter: requiredFilter(operation.filter, `bulkWrite.ops.${name}.filter`),
      hint: operation.hint,
      ...(collation ? { collation } : {}),
    };
  };
  switch (kind) {
    case 'insert': {
      statementFields(operation, INSERT_FIELDS, 'bulkWrite.ops');
      const { document } = operation;
      if (!Buffer.isBuffer(document) && !isDocument(document)) {
        throw failure(40414, "BSON field 'bulkWrite.ops.document' is missing but a required field");
      }
      const bytes = Buffer.isBuffer(document) ? document : encodeDocument(document);
      return map(insertTask(context, ns, bytes), () => ({ kind: 'insert' }));
    }
    case 'update': {
      statementFields(operation, UPDATE_FIELDS, 'bulkWrite.ops');
      const sort = optionalDocument(operation.sort, 'bulkWrite.ops.sort');
      const constants = optionalDocument(operation.constants, 'bulkWrite.ops.constants');
      const task = updateTask(context, ns, {
        ...shared('update'),
        update: updateValue(operation.updateMods),
        multi: operation.multi === true,
        upsert: operation.upsert === true,
        ...arrayFiltersOf(operation.arrayFilters),
        ...(sort ? { sort } : {}),
        variables: { ...variables, ...constants },
      });
      return map(task, (result) => ({ kind: 'update', ...result }));
    }
    case 'delete': {
      statementFields(operation, DELETE_FIELDS, 'bulkWrite.ops');
      const task = deleteTask(context, ns, {
        ...shared('delete'),
        single: operation.multi !== true,
        ...(variables ? { variables } : {}),
      });
      return map(task, (deleted) => ({ kind: 'delete', deleted }));
    }
    default:
      throw failure(9, `Unrecognized operation ${kind} in bulkWrite`);
  }
}

function map<A, B>(task: Task<A>, change: (value: A) => B): Task<B> {
  return {
    quick: () => {
      const done = task.quick();
      return done && { value: change(done.value) };
    },
    slow: async () => change(await task.slow()),
  };
}

async function bulkWrite(context: Context): Promise<Buffer> {
  const { args, database } = context;
  if (database !== 'admin') {
    throw failure(13, 'bulkWrite may only be run against the admin database.');
  }
  const all = namespaces(context);
  const operations = args.documentsOf('ops');
  const errorsOnly = args.boolean('errorsOnly');
  const totals: Totals = {
    nErrors: 0,
    nInserted: 0,
    nMatched: 0,
    nModified: 0,
    nUpserted: 0,
    nDeleted: 0,
  };
  const replies: Buffer[] = [];
  await runStatements(
    context,
    operations.length,
    (index) => taskOf(context, operations[index] ?? {}, all),
    (idx, outcome) => {
      if ('error' in outcome) {
        const { index: _, ...error } = outcome.error;
        totals.nErrors++;
        replies.push(encodeDocument({ ok: 0, idx, n: 0, ...error }));
        return;
      }
      const reply = settle(totals, outcome.value);
      if (!errorsOnly) replies.push(encodeDocument({ ok: 1, idx, ...reply }));
    },
    operations.some(({ multi }) => multi === true) ? undefined : SINGLE_WRITES_SLICE_MS,
  );
  return listAnswer(context, 'admin.$cmd.bulkWrite', replies, {
    batchSize: Number.POSITIVE_INFINITY,
    more: { ...totals },
  });
}

function settle(totals: Totals, outcome: Outcome): Document {
  switch (outcome.kind) {
    case 'insert':
      totals.nInserted++;
      return { n: 1 };
    case 'delete':
      totals.nDeleted += outcome.deleted;
      return { n: outcome.deleted };
    case 'update': {
      const { matched, modified, upserted } = outcome;
      totals.nMatched += matched;
      totals.nModified += modified;
      if (upserted) totals.nUpserted++;
      return {
        n: matched + (upserted ? 1 : 0),
        nModified: modified,
        ...(upserted ? { upserted } : {}),
      };
    }
  }
}

export const bulkWriteCommands: Record<string, Command> = {
  bulkWrite: {
    run: bulkWrite,
    fields: ['bulkWrite', 'ops', 'nsInfo', 'ordered', 'errorsOnly', 'cursor', 'let'],
    harmless: ['bypassDocumentValidation'],
    writes: true,
  },
};
