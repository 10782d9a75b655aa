import { encodeKey } from '../bson/key-encoding';
import { failure } from '../bson/mongo-error';
import { compareValues, typeRank } from '../bson/order';
import { type Document, isDocument, setOwn } from '../bson/values';
import { compileAccumulator } from '../language/accumulators';
import { compileExpression } from '../language/expression';
import type { Expression } from '../language/types';
import { memoryMeter } from './stages-support';
import type { PipelineContext, Stage } from './types';

interface Grouping {
  key: Expression;
  fields: [name: string, start: ReturnType<typeof compileAccumulator>][];
  /** Of the finished groups. */
  order?: (a: Document, b: Document) => number;
}

/** Compiles `$group` and the two stages that are short for it. */
export function compileGroup(
  stage: '$group' | '$bucket' | '$sortByCount',
  spec: unknown,
  context: PipelineContext,
): Stage {
  const grouping =
    stage === '$group'
      ? parseGroup(spec, context)
      : stage === '$bucket'
        ? parseBucket(spec, context)
        : parseSortByCount(spec, context);
  return async function* (input) {
    const measure = memoryMeter(stage, context);
    const groups = new Map<
      string,
      { id: unknown; states: ReturnType<Grouping['fields'][number][1]>[] }
    >();
    for await (const doc of input) {
      const id = grouping.key(doc) ?? null;
      const key = encodeKey([id], [1], context.collation).toString('latin1');
      let group = groups.get(key);
      if (!group) {
        measure({ id });
        group = { id, states: grouping.fields.map(([, start]) => start()) };
        groups.set(key, group);
      }
      for (const state of group.states) state.add(doc);
    }
    const results: Document[] = [];
    for (const { id, states } of groups.values()) {
      const result: Document = { _id: id };
      for (const [i, [name]] of grouping.fields.entries()) {
        setOwn(result, name, states[i]?.result() ?? null);
      }
      measure(result);
      results.push(result);
    }
    if (grouping.order) results.sort(grouping.order);
    yield* results;
  };
}

function accumulators(spec: Document, context: PipelineContext): Grouping['fields'] {
  return Object.entries(spec).map(([name, accumulator]) => {
    if (name.includes('.')) throw failure(40235, `The field name '${name}' cannot contain '.'`);
    if (name.startsWith('$')) {
      throw failure(40236, `The field name '${name}' cannot be an operator name`);
    }
    return [name, compileAccumulator(name, accumulator, context)];
  });
}

function parseGroup(spec: unknown, context: PipelineContext): Grouping {
  if (!isDocument(spec)) throw failure(15947, "a group's fields must be specified in an object");
  if (!Object.hasOwn(spec, '_id')) {
    throw failure(15955, 'a group specification must include an _id');
  }
  const { _id: id, ...fields } = spec;
  return { key: compileExpression(id, context), fields: accumulators(fields, context) };
}

function parseSortByCount(spec: unknown, context: PipelineContext): Grouping {
  const isPath = typeof spec === 'string' && spec.startsWith('$');
  const isOperator = isDocument(spec) && Object.keys(spec)[0]?.startsWith('$');
  if (!isPath && !isOperator) {
    throw failure(
      40149,
      'the sortByCount field must be defined as a $-prefixed path or an expression inside an object',
    );
  }
  return {
    key: compileExpression(spec, context),
    fields: accumulators({ count: { $sum: 1 } }, context),
    order: (a, b) => compareValues(b.count, a.count),
  };
}

const BUCKET_OPTIONS = ['groupBy', 'boundaries', 'default', 'output'];

function parseBucket(spec: unknown, context: PipelineContext): Grouping {
  if (!isDocument(spec)) throw failure(40201, 'Argument to $bucket stage must be an object');
  const unknown = Object.keys(spec).find((name) => !BUCKET_OPTIONS.includes(name));
  if (unknown !== undefined) throw failure(40197, `Unrecognized option to $bucket: ${unknown}.`);
  const { groupBy, boundaries, output = { count: { $sum: 1 } } } = spec;
  if (groupBy === undefined || boundaries === undefined) {
    throw failure(40198, '$bucket requires groupBy and boundaries to be specified.');
  }
  if (!Array.isArray(boundaries)) {
    throw failure(40200, "The $bucket 'boundaries' field must be an array");
  }
  const edges: unknown[] = boundaries.map((edge: unknown) => compileExpression(edge, context)({}));
  if (edges.length < 2) {
    throw failure(
      40192,
      `The $bucket 'boundaries' field must have at least 2 values, but found ${edges.length} value(s).`,
    );
  }
  for (const [i, edge] of edges.entries()) {
    if (i === 0) continue;
    if (typeRank(edge) !== typeRank(edges[i - 1])) {
      throw failure(
        40193,
        "All values in the 'boundaries' option to $bucket must have the same type.",
      );
    }
    if (compareValues(edges[i - 1], edge, context.collation) >= 0) {
      throw failure(40194, "The 'boundaries' option to $bucket must be sorted in ascending order.");
    }
  }
  if (!isDocument(output)) throw failure(40196, "The $bucket 'output' field must be an object");
  const fallback = Object.hasOwn(spec, 'default')
    ? compileExpression(spec.default, context)
    : undefined;
  const key = compileExpression(groupBy, context);
  return {
    key: (doc) => {
      const value = key(doc);
      for (const [i, edge] of edges.entries()) {
        if (i === 0 && compareValues(value, edge, context.collation) < 0) break;
        if (i > 0 && compareValues(value, edge, context.collation) < 0) return edges[i - 1];
      }
      if (fallback) return fallback(doc);
      throw failure(
        40066,
        '$switch could not find a matching branch for an input, and no default was specified.',
      );
    },
    fields: accumulators(output, context),
    order: (a, b) => compareValues(a._id, b._id, context.collation),
  };
}
