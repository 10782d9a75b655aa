import type { Collation } from '../bson/collation';
import { badValue, failedToParse, failure, typeMismatch } from '../bson/mongo-error';
import { compareValues, identical } from '../bson/order';
import { describeKey } from '../bson/text';
import { bsonType, type Document, getOwn, isDocument, setOwn } from '../bson/values';
import { compileFilter, type Matcher } from '../language/match';
import type { MatchDetails } from '../language/types';
import { SHAPE_STAGES } from './stages-shape';
import {
  currentTimestamp,
  type FieldChange,
  REMOVED,
  UNCHANGED,
  UPDATE_OPERATORS,
} from './update-operators';
import {
  type ArrayFilter,
  changeAt,
  checkedPath,
  childOf,
  comparePaths,
  concretePaths,
  overlaps,
  type RunContext,
  reserve,
  type Step,
} from './update-paths';

/** A compiled update. */
export interface Updater {
  /**
   * The document after the update; the argument is not changed. The matcher finds the element that
   * a positional `$` means. `changed` is false when values and number types are all the same.
   */
  apply(
    doc: Document,
    context: { matcher?: Matcher; isInsert?: boolean },
  ): { doc: Document; changed: boolean };
  /** What an upsert starts from: the equalities of the filter. `apply` follows, with `isInsert`. */
  seed(matcher: Matcher): Document;
  isReplacement: boolean;
}

export interface UpdateOptions {
  arrayFilters?: Document[];
  collation?: Collation | undefined;
  variables?: Record<string, unknown> | undefined;
  isUpsert: boolean;
}

/**
 * Compiles an update: operators, a replacement document, or a pipeline.
 * @throws MongoError for what mongod would refuse to parse, conflicts between paths among it.
 */
export function compileUpdate(update: Document | Document[], options: UpdateOptions): Updater {
  if (Array.isArray(update)) {
    if (options.arrayFilters?.length) {
      throw failedToParse('arrayFilters may not be specified for pipeline-syle updates');
    }
    return compilePipelineUpdate(update, options);
  }
  if (Object.keys(update)[0]?.startsWith('$')) return compileOperators(update, options);
  if (options.arrayFilters?.length) {
    throw failedToParse('arrayFilters may not be specified for replacement-style updates');
  }
  return compileReplacement(update);
}

function compilePipelineUpdate(stages: unknown[], options: UpdateOptions): Updater {
  const shapes = stages.map((stage) => {
    if (!isDocument(stage)) {
      throw typeMismatch("Each element of the 'pipeline' array must be an object");
    }
    const [name, ...others] = Object.keys(stage);
    if (name === undefined || others.length > 0) {
      throw failure(40323, 'A pipeline stage specification object must contain exactly one field.');
    }
    const compile = Object.hasOwn(SHAPE_STAGES, name) ? SHAPE_STAGES[name] : undefined;
    if (!compile) {
      throw failure(72, `${name} is not allowed to be used within an update`);
    }
    return compile(stage[name], options);
  });
  return {
    isReplacement: false,
    seed: seedFrom,
    apply: (doc) => {
      const after = shapes.reduce((at, shape) => shape(at), doc);
      return finish(doc, replaceDocument(doc, after));
    },
  };
}

function compileReplacement(update: Document): Updater {
  const dollar = Object.keys(update).find((name) => name.startsWith('$'));
  if (dollar !== undefined) {
    throw failure(
      52,
      `The dollar ($) prefixed field '${dollar}' in '${dollar}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
    );
  }
  return {
    isReplacement: true,
    apply: (doc) => finish(doc, replaceDocument(doc, update)),
    seed(matcher) {
      // Only `_id` is taken from the filter; it must be given whole and once.
      const ids = matcher.equalities.filter(([path]) => path.split('.')[0] === '_id');
      const [first, second] = ids;
      if (second || (first && first[0] !== '_id')) {
        throw matchedTwice(first?.[0] ?? '', second?.[0]);
      }
      return first ? { _id: first[1] } : {};
    },
  };
}

/** The new document under the old `_id`, which comes first as it does in every stored document. */
function replaceDocument(doc: Document, replacement: Document): Document {
  const result: Document = {};
  const id = getOwn(doc, '_id') ?? getOwn(replacement, '_id');
  if (id !== undefined) result._id = id;
  for (const [name, value] of Object.entries(replacement)) {
    if (name === '_id' && id !== undefined && compareValues(id, value) === 0) continue;
    // mongod stamps empty timestamps at the top level.
    const empty = bsonType(value) === 'timestamp' && String(value) === '0';
    setOwn(result, name, empty ? currentTimestamp() : value);
  }
  return result;
}

/** Checks that `_id` is the same and returns whether anything changed. */
function finish(
  before: Document,
  after: Document,
  byPath = false,
): { doc: Document; changed: boolean } {
  const id = getOwn(before, '_id');
  if (id !== undefined) {
    const now = getOwn(after, '_id');
    if (now === undefined || compareValues(id, now) !== 0) {
      throw failure(
        66,
        byPath
          ? "Performing an update on the path '_id' would modify the immutable field '_id'"
          : `After applying the update, the (immutable) field '_id' was found to have been altered to ${describeKey(now === undefined ? {} : { _id: now })}`,
      );
    }
  }
  return { doc: after, changed: !identical(before, after) };
}

function compileOperators(update: Document, options: UpdateOptions): Updater {
  const filters = compileArrayFilters(options);
  const steps: Step[] = [];
  const taken: string[][] = [];
  const usedFilters = new Set<string>();
  for (const [operator, fields] of Object.entries(update)) {
    if (operator !== '$rename' && !Object.hasOwn(UPDATE_OPERATORS, operator)) {
      throw failedToParse(
        `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    }
    if (!isDocument(fields)) {
      throw failedToParse(
        `Modifiers operate on fields but we found type ${bsonType(fields)} instead. For example: {$mod: {<field>: ...}} not {${describeKey({ [operator]: fields }).slice(2, -2)}}`,
      );
    }
    for (const [path, operand] of Object.entries(fields)) {
      const parts = checkedPath(path);
      for (const part of parts) {
        const identifier = /^\$\[(.+)\]$/.exec(part)?.[1];
        if (identifier === undefined) continue;
        if (!filters.has(identifier)) {
          throw badValue(`No array filter found for identifier '${identifier}' in path '${path}'`);
        }
        usedFilters.add(identifier);
      }
      const step =
        operator === '$rename'
          ? renameStep(path, parts, operand)
          : fieldStep(operator, path, parts, operand, options);
      if (step.source) reserve(taken, step.source);
      reserve(taken, step.parts);
      steps.push(step);
    }
  }
  const unused = [...filters.keys()].find((name) => !usedFilters.has(name));
  if (unused !== undefined) {
    throw failedToParse(
      `The array filter for identifier '${unused}' was not used in the update ${describeKey(update)}`,
    );
  }
  // mongod applies updates, and so adds fields, in the order of their paths.
  steps.sort((a, b) => comparePaths(a.parts, b.parts));
  const positional = steps.some(({ parts }) => parts.includes('$'));
  return {
    isReplacement: false,
    seed: (matcher) => seedFrom(matcher),
    apply(doc, { matcher, isInsert = false }) {
      const details: MatchDetails = {};
      if (positional && !isInsert) matcher?.test(doc, details);
      const active = steps.filter(({ change }) => isInsert || !change.onInsertOnly);
      const after = runSteps(doc, active, { index: details.index, filters });
      return finish(doc, after, true);
    },
  };
}

function fieldStep(
  operator: string,
  path: string,
  parts: string[],
  operand: unknown,
  options: UpdateOptions,
): Step {
  const compile = UPDATE_OPERATORS[operator];
  if (!compile) throw failedToParse(`Unknown modifier: ${operator}`);
  return { path, parts, change: compile(operand, path, options.collation) };
}

function renameStep(path: string, source: string[], operand: unknown): Step {
  if (typeof operand !== 'string') {
    throw badValue(
      `The 'to' field for $rename must be a string: ${describeKey({ [path]: operand }).slice(2, -2)}`,
    );
  }
  const parts = checkedPath(operand);
  if (path === operand) {
    throw badValue(
      `The source and target field for $rename must differ: ${describeKey({ [path]: operand }).slice(2, -2)}`,
    );
  }
  if (overlaps(source, parts)) {
    throw badValue(
      `The source and target field for $rename must not be on the same path: ${describeKey({ [path]: operand }).slice(2, -2)}`,
    );
  }
  for (const [side, name, of] of [
    ['source', path, source],
    ['destination', operand, parts],
  ] as const) {
    if (of.some((part) => part.startsWith('$'))) {
      throw badValue(`The ${side} field for $rename may not be dynamic: ${name}`);
    }
  }
  return { path: operand, parts, source, change: { compute: () => UNCHANGED, creates: true } };
}

function compileArrayFilters(options: UpdateOptions): Map<string, ArrayFilter> {
  const filters = new Map<string, ArrayFilter>();
  for (const filter of options.arrayFilters ?? []) {
    const names = new Set<string>();
    collectNames(filter, names);
    const [name, other] = names;
    if (name === undefined) {
      throw failedToParse(
        'Cannot use an expression without a top-level field name in arrayFilters',
      );
    }
    if (other !== undefined) {
      throw failedToParse(
        `Error parsing array filter :: caused by :: Expected a single top-level field name, found '${name}' and '${other}'`,
      );
    }
    if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) {
      throw badValue(
        `Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${name}'`,
      );
    }
    if (filters.has(name)) {
      throw failedToParse(
        `Found multiple array filters with the same top-level field name ${name}`,
      );
    }
    const matcher = compileFilter(filter, options);
    filters.set(name, { matches: (item) => matcher.test({ [name]: item }) });
  }
  return filters;
}

function collectNames(filter: Document, names: Set<string>): void {
  for (const [key, value] of Object.entries(filter)) {
    if (!key.startsWith('$')) names.add(key.split('.')[0] ?? key);
    else if (Array.isArray(value)) {
      for (const part of value) if (isDocument(part)) collectNames(part, names);
    }
  }
}

function runSteps(doc: Document, steps: Step[], context: RunContext): Document {
  let result = doc;
  const touched: string[][] = [];
  for (const step of steps) {
    if (step.source) {
      result = rename(result, step, step.source);
      continue;
    }
    const dynamic = step.parts.some((part) => part.startsWith('$'));
    const targets = dynamic ? concretePaths(doc, step, context) : [step.parts];
    for (const parts of targets) {
      if (touched.some((other) => overlaps(other, parts))) {
        throw failure(40, `Update created a conflict at '${parts.join('.')}'`);
      }
    }
    touched.push(...targets);
    for (const parts of targets) result = changeAt(result, parts, 0, step, doc) as Document;
  }
  return result;
}

function rename(doc: Document, step: Step, source: string[]): Document {
  const value = valueForRename(doc, source, 'source');
  if (value === undefined) return doc;
  if (step.parts.length > 1) valueForRename(doc, step.parts.slice(0, -1), 'destination');
  const set: FieldChange = { compute: () => value, creates: true };
  const remove: FieldChange = { compute: () => REMOVED, creates: false, tolerant: true };
  const moved = changeAt(doc, step.parts, 0, { ...step, change: set }, doc) as Document;
  return changeAt(moved, source, 0, { ...step, change: remove }, doc) as Document;
}

function valueForRename(doc: Document, parts: string[], side: 'source' | 'destination'): unknown {
  let value: unknown = doc;
  for (const [i, part] of parts.entries()) {
    if (value === undefined) return undefined;
    value = childOf(value, part);
    const last = i === parts.length - 1;
    if (Array.isArray(value) && !(last && side === 'source')) {
      throw badValue(
        `The ${side} field cannot be an array element, '${parts.join('.')}' in doc with ${describeKey({ _id: getOwn(doc, '_id') }).slice(2, -2)} has an array field called '${part}'`,
      );
    }
    if (side === 'source' && !last && value !== undefined && !isDocument(value)) {
      throw failure(
        28,
        `Cannot use the part (${parts[i + 1]}) of (${parts.join('.')}) to traverse the element ({${describeKey({ [part]: value }).slice(2, -2)}})`,
      );
    }
  }
  return value;
}

function matchedTwice(path: string, other = path): Error {
  return failure(
    54,
    path === other
      ? `cannot infer query fields to set, path '${path}' is matched twice`
      : `cannot infer query fields to set, both paths '${path}' and '${other}' are matched`,
  );
}

/** The document an upsert by operators starts from: what the filter says by equality. */
function seedFrom(matcher: Matcher): Document {
  let seed: Document = {};
  const taken: string[][] = [];
  const ordered = matcher.equalities.toSorted(
    ([a], [b]) => Number(b === '_id') - Number(a === '_id'),
  );
  for (const [path, value] of ordered) {
    const parts = path.split('.');
    const clash = taken.find((other) => overlaps(other, parts));
    if (clash) throw matchedTwice(clash.join('.'), path);
    taken.push(parts);
    const change: FieldChange = { compute: () => value, creates: true };
    seed = changeAt(seed, parts, 0, { path, parts, change }, seed) as Document;
  }
  return seed;
}
