import type { Collation } from '../bson/collation';
import { failure, notSupported } from '../bson/mongo-error';
import { countValue, doubleValue } from '../bson/numbers';
import { compareValues, EMPTY_ARRAY } from '../bson/order';
import { namedParts } from '../bson/paths';
import { type Document, fieldsOf, getOwn, isDocument, isTruthy, setOwn } from '../bson/values';
import { DATES } from './dates/expression-date';
import { ARITHMETIC } from './expression-arithmetic';
import { ARRAYS } from './expression-array';
import { namedArguments, SPECIAL, withNames } from './expression-special';
import { STRINGS } from './expression-string';
import { TYPES } from './expression-type';
import type {
  Evaluation,
  Expression,
  ExpressionOptions,
  NamedOperator,
  Node,
  Operator,
  Scope,
} from './types';

/*
 * Own code instead of a library: the JavaScript ones do not have int32, long and decimal, so
 * arithmetic would change the types of stored fields and comparison would differ from MongoDB's.
 */

const SYSTEM = ['ROOT', 'CURRENT', 'REMOVE', 'NOW'];
const REFUSED_VARIABLES = new Set([
  'CLUSTER_TIME',
  'JS_SCOPE',
  'IS_MR',
  'USER_ROLES',
  'SEARCH_META',
]);
const REFUSED = new Set(
  'function accumulator meta median percentile toHashedIndexKey toUUID toObject toArray sigmoid createObjectId serializeEJSON deserializeEJSON encStrContains'
    .split(' ')
    .map((name) => `$${name}`),
);

/**
 * Compiles an aggregation expression.
 * @throws MongoError 168 for an unknown operator, the codes of the operators for wrong arguments,
 * 238 for operators this database lacks.
 */
export function compileExpression(spec: unknown, options: ExpressionOptions = {}): Expression {
  const names = new Set([...SYSTEM, ...Object.keys(options.variables ?? {})]);
  const evaluation: Evaluation = {
    collation: options.collation,
    now: new Date(),
    zones: new Map(),
  };
  const node = compile(spec, { names, evaluation, constant: options.constant === true, compile });
  const variables: Record<string, unknown> = { ...options.variables };
  return (doc) => node({ root: doc, variables });
}

/**
 * The values of a command's `let`: expressions without a document.
 * @throws MongoError 4890500 for one that names a field.
 */
export function evaluateVariables(spec: Document): Record<string, unknown> {
  withNames({ names: new Set() }, Object.keys(spec));
  return Object.fromEntries(
    Object.entries(spec).map(([name, value]) => [
      name,
      compileExpression(value, { constant: true })({}),
    ]),
  );
}

function compile(spec: unknown, scope: Scope): Node {
  if (typeof spec === 'string') {
    if (spec.startsWith('$$')) return variablePath(spec.slice(2), scope);
    return spec.startsWith('$') ? fieldPath(spec.slice(1), scope) : () => spec;
  }
  if (Array.isArray(spec)) {
    const items = spec.map((item: unknown) => compile(item, scope));
    return (env) => items.map((item) => item(env) ?? null);
  }
  if (!isDocument(spec)) return () => spec;
  const fields = fieldsOf(spec);
  const [first] = Object.keys(fields);
  return first?.startsWith('$') && !/^\$(ref|id|db)$/.test(first)
    ? compileOperator(first, fields, scope)
    : compileObject(fields, scope);
}

function compileObject(spec: Document, scope: Scope): Node {
  const fields = Object.entries(spec).map(([name, value]) => {
    if (name.includes('.')) {
      throw failure(
        16412,
        `FieldPath field names may not contain '.'. Consider using $getField or $setField.`,
      );
    }
    if (name.startsWith('$') && !/^\$(ref|id|db)$/.test(name)) {
      throw failure(
        16410,
        `FieldPath field names may not start with '$'. Consider using $getField or $setField.`,
      );
    }
    return [name, compile(value, scope)] as const;
  });
  return (env) => {
    const result: Document = {};
    for (const [name, node] of fields) {
      const value = node(env);
      if (value !== undefined) setOwn(result, name, value);
    }
    return result;
  };
}

function pathParts(path: string): string[] {
  if (path === '') throw failure(16872, "'$' by itself is not a valid FieldPath");
  return namedParts(path);
}

function fieldPath(path: string, { constant }: Scope): Node {
  const parts = pathParts(path);
  if (constant) {
    throw failure(
      4890500,
      'Command let Expression tried to access a field, but this is not allowed because command let expressions run before the query examines any documents.',
    );
  }
  return (env) => walk(env.root, parts, 0);
}

/** The value at a path; an array on the path gives an array of the values in its documents. */
function walk(value: unknown, parts: string[], at: number): unknown {
  const part = parts[at];
  if (part === undefined) return value;
  if (isDocument(value)) return walk(getOwn(value, part), parts, at + 1);
  if (!Array.isArray(value)) return undefined;
  return value
    .map((item: unknown) => (isDocument(item) ? walk(item, parts, at) : undefined))
    .filter((item) => item !== undefined);
}

function variablePath(path: string, { names, evaluation }: Scope): Node {
  const [name = '', ...parts] = path.split('.');
  if (name === '') throw failure(9, 'empty variable names are not allowed');
  if (parts.length > 0) pathParts(parts.join('.'));
  if (REFUSED_VARIABLES.has(name)) throw notSupported(`\`$$${name}\``);
  if (!names.has(name)) throw failure(17276, `Use of undefined variable: ${name}`);
  switch (name) {
    case 'ROOT':
    case 'CURRENT':
      return (env) => walk(env.root, parts, 0);
    case 'REMOVE':
      return () => undefined;
    case 'NOW':
      return () => walk(evaluation.now, parts, 0);
    default:
      return (env) => walk(env.variables[name], parts, 0);
  }
}

function compileOperator(name: string, spec: Document, scope: Scope): Node {
  const count = Object.keys(spec).length;
  if (count > 1) {
    throw failure(
      15983,
      `an expression specification must contain exactly one field, the name of the expression. Found ${count} fields in expression ${name}`,
    );
  }
  const operand = spec[name];
  const special = Object.hasOwn(SPECIAL, name) ? SPECIAL[name] : undefined;
  if (special) return special(operand, scope, name);
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (!operator) {
    throw REFUSED.has(name)
      ? notSupported(`\`${name}\``)
      : failure(168, `Unrecognized expression '${name}'`);
  }
  return operator.named
    ? compileNamed(name, operator, operand, scope)
    : compilePositional(name, operator, operand, scope);
}

function compilePositional(name: string, operator: Operator, operand: unknown, scope: Scope): Node {
  const nodes = (Array.isArray(operand) ? operand : [operand]).map((arg: unknown) =>
    compile(arg, scope),
  );
  const { min, max } = operator;
  if (nodes.length < min || nodes.length > max) {
    throw min === max
      ? failure(
          16020,
          `Expression ${name} takes exactly ${min} arguments. ${nodes.length} were passed in.`,
        )
      : failure(
          28667,
          `Expression ${name} takes at least ${min} arguments, and at most ${max}, but ${nodes.length} were passed in.`,
        );
  }
  const { evaluation } = scope;
  return (env) =>
    operator.run(
      nodes.map((node) => node(env)),
      evaluation,
    );
}

function compileNamed(name: string, operator: NamedOperator, operand: unknown, scope: Scope): Node {
  const nodes = namedArguments(name, operand, operator.named, operator.required, scope);
  const { evaluation } = scope;
  return (env) => {
    const args: Record<string, unknown> = {};
    for (const [key, node] of Object.entries(nodes)) args[key] = node(env);
    return operator.run(args, evaluation);
  };
}

/** Whether MongoDB has an expression of this name. */
export function isExpressionName(name: string): boolean {
  return Object.hasOwn(SPECIAL, name) || Object.hasOwn(OPERATORS, name) || REFUSED.has(name);
}

/** Comparison in expressions: there a missing value is less than null, not equal to it. */
function compareOperands(a: unknown, b: unknown, collation: Collation | undefined): number {
  return compareValues(
    a === undefined ? EMPTY_ARRAY : a,
    b === undefined ? EMPTY_ARRAY : b,
    collation,
  );
}

const comparison = (holds: (order: number) => unknown): Operator => ({
  min: 2,
  max: 2,
  run: ([a, b], { collation }) => holds(compareOperands(a, b, collation)),
});

const COMPARISONS: Record<string, Operator> = {
  $eq: comparison((order) => order === 0),
  $ne: comparison((order) => order !== 0),
  $gt: comparison((order) => order > 0),
  $gte: comparison((order) => order >= 0),
  $lt: comparison((order) => order < 0),
  $lte: comparison((order) => order <= 0),
  $cmp: comparison((order) => countValue(Math.sign(order))),
  $not: { min: 1, max: 1, run: ([value]) => !isTruthy(value) },
  $rand: { min: 0, max: 1, run: () => doubleValue(Math.random()) },
};

const OPERATORS: Record<string, Operator | NamedOperator> = {
  ...COMPARISONS,
  ...ARITHMETIC,
  ...STRINGS,
  ...ARRAYS,
  ...DATES,
  ...TYPES,
};
