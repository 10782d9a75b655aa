import { failure, notSupported } from '../../bson/mongo-error';
import type { Document } from '../../bson/values';
import { Execution, type ExecutionOptions } from '../../planner/execution';
import { isSorted, type Plan } from '../../planner/planner';
import { planQuery, type QueryShape, take } from '../../planner/query';
import type { Collection } from '../../storage/catalog';
import { matchOf } from '../aggregate';
import { Args, type Command, type Context, namespaceOf } from '../context';
import { readQuery } from '../reads';
import { validateCollection } from './validate';

/** A plan as mongod describes it, innermost stage first in `inputStage`. */
function describePlan(plan: Plan, query: QueryShape): Document {
  const filter = Object.keys(query.filter).length > 0 ? { filter: query.filter } : {};
  switch (plan.kind) {
    case 'empty':
      return { stage: 'EOF' };
    case 'id':
      return { stage: 'IDHACK' };
    case 'scan':
      return { stage: 'COLLSCAN', ...filter, direction: plan.reverse ? 'backward' : 'forward' };
    case 'union':
      return {
        stage: 'FETCH',
        ...(plan.exact ? {} : filter),
        inputStage: { stage: 'OR', inputStages: plan.plans.map((one) => scanStage(one)) },
      };
    case 'index':
      return { stage: 'FETCH', ...(plan.exact ? {} : filter), inputStage: scanStage(plan) };
  }
}

function scanStage(plan: Plan): Document {
  if (plan.kind === 'id') return { stage: 'IDHACK' };
  if (plan.kind === 'union') {
    return { stage: 'OR', inputStages: plan.plans.map((one) => scanStage(one)) };
  }
  if (plan.kind !== 'index') return { stage: 'EOF' };
  const { index, groups, ...rest } = plan;
  if (groups) {
    const inputStages = groups.map((ranges) => scanStage({ ...rest, index, ranges }));
    return groups.length === 1 ? (inputStages[0] ?? {}) : { stage: 'AND_SORTED', inputStages };
  }
  return {
    stage: 'IXSCAN',
    keyPattern: index.keyPattern,
    indexName: index.name,
    isMultiKey: index.multikey.some(Boolean),
    isUnique: index.unique && index.name !== '_id_',
    isSparse: index.sparse,
    isPartial: index.partialFilter !== undefined,
    direction: plan.reverse ? 'backward' : 'forward',
    // The kinds of bounds without their values, which the plan has only in encoded form.
    indexBounds: plan.bounds,
    ranges: plan.ranges.length,
  };
}

function describeQuery(plan: Plan, query: QueryShape, counting: boolean): Document {
  if (counting && plan.kind === 'index' && plan.exact) {
    const { keyPattern, name } = plan.index;
    return {
      stage: 'COUNT',
      inputStage: { stage: 'COUNT_SCAN', keyPattern, indexName: name, indexBounds: plan.bounds },
    };
  }
  let stage = describePlan(plan, query);
  if (!isSorted(plan, query.sort)) {
    stage = { stage: 'SORT', sortPattern: Object.fromEntries(query.sort), inputStage: stage };
  }
  if (query.skip) stage = { stage: 'SKIP', skipAmount: query.skip, inputStage: stage };
  if (query.limit) stage = { stage: 'LIMIT', limitAmount: query.limit, inputStage: stage };
  return counting ? { stage: 'COUNT', inputStage: stage } : stage;
}

const VERBOSITIES = new Set(['queryPlanner', 'executionStats', 'allPlansExecution']);

/** The query inside an explained command. */
function explained(
  context: Context,
  collection: Collection | undefined,
): { query: QueryShape; counting: boolean } {
  const { name, args } = context;
  switch (name) {
    case 'find':
      return { query: readQuery(context, collection, 'filter'), counting: false };
    case 'count':
      return { query: readQuery(context, collection, 'query'), counting: true };
    case 'distinct':
    case 'findAndModify':
      return { query: readQuery(context, collection, 'query'), counting: false };
    case 'aggregate':
      return { query: matchOf(context, collection), counting: false };
    case 'update':
    case 'delete': {
      const [statement] = args.documentsOf(name === 'update' ? 'updates' : 'deletes');
      const { q = {}, hint, collation } = statement ?? {};
      const inner = new Args({ find: 1, filter: q, hint, collation }, 'find');
      return {
        query: readQuery({ ...context, args: inner }, collection, 'filter'),
        counting: false,
      };
    }
    default:
      throw notSupported(`explain of ${name}`);
  }
}

async function explain(context: Context): Promise<Document> {
  const { args, engine, operation } = context;
  const { store } = engine;
  const command = args.document('explain');
  const [name] = Object.keys(command ?? {});
  if (!command || name === undefined) throw failure(9, 'explain needs a command');
  const verbosity = args.has('verbosity') ? args.string('verbosity') : 'allPlansExecution';
  if (!VERBOSITIES.has(verbosity)) {
    throw failure(
      9,
      'verbosity string must be one of {queryPlanner, executionStats, allPlansExecution}',
    );
  }
  const inner: Context = { ...context, name, args: new Args(command, name) };
  const ns = namespaceOf(inner);
  const collection = store.catalog.find(ns);
  const { query, counting } = explained(inner, collection);
  const plan: Plan = collection ? planQuery(store, collection, query) : { kind: 'empty' };
  const winningPlan = describeQuery(plan, query, counting);
  const answer: Document = {
    explainVersion: '1',
    queryPlanner: {
      namespace: ns,
      parsedQuery: query.filter,
      winningPlan,
      rejectedPlans: [],
    },
  };
  if (verbosity !== 'queryPlanner') {
    const startedAt = performance.now();
    const options =
      collection && ({ store, collection, plan, ...query } satisfies ExecutionOptions);
    const execution = options && new Execution(options);
    while (execution && !execution.done) {
      if (counting) {
        execution.count(operation.slice());
        if (!execution.done) {
          await operation.yield();
          store.refresh();
        }
      } else await take(store, operation, execution, 1_000);
    }
    answer.executionStats = {
      executionSuccess: true,
      nReturned: execution?.delivered ?? 0,
      executionTimeMillis: Math.round(performance.now() - startedAt),
      totalKeysExamined: execution?.keysExamined ?? 0,
      totalDocsExamined: execution?.documentsExamined ?? 0,
      executionStages: { ...winningPlan, nReturned: execution?.delivered ?? 0 },
    };
  }
  return { ...answer, command, serverInfo: { version: '8.0.0' }, ok: 1 };
}

/** Compares every document with every index and counter, on one snapshot. */
async function validate(context: Context): Promise<Document> {
  const { store } = context.engine;
  const ns = namespaceOf(context);
  const collection = store.catalog.find(ns);
  if (!collection) throw failure(26, `Collection '${ns}' does not exist to validate.`);
  const report = await validateCollection(store, collection, () => context.operation.yield());
  const { records, keysPerIndex, wrongIndexes, invalid, errors } = report;
  const names = Object.keys(keysPerIndex);
  return {
    ns,
    uuid: collection.uuid,
    nInvalidDocuments: invalid,
    nrecords: records,
    nIndexes: names.length,
    keysPerIndex,
    indexDetails: Object.fromEntries(
      names.map((name) => [name, { valid: !wrongIndexes.includes(name) }]),
    ),
    valid: errors.length === 0,
    repaired: false,
    warnings: [],
    errors,
    ok: 1,
  };
}

export const inspectionCommands: Record<string, Command> = {
  explain: { run: explain, fields: ['explain', 'verbosity'] },
  validate: {
    run: validate,
    fields: ['validate'],
    // Every check is a full one.
    harmless: ['full', 'background'],
    refused: ['repair', 'enforceFastCount', 'checkBSONConformance', 'metadata'],
  },
};
