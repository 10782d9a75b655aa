import { encodeKey } from '../bson/key-encoding';
import { badValue, failedToParse, failure, notSupported } from '../bson/mongo-error';
import { compareValues, regexParts, typeRank, valuesEqual } from '../bson/order';
import { walkLeaf, walkPath } from '../bson/paths';
import { asInteger, bsonType, type Document, isDocument, isNumber, toNumber } from '../bson/values';
import { bits, modulo, plainLeaf, show, typeTest } from './match-scalars';
import { compilePattern, literalPrefix } from './pattern';
import type { Constraint, FieldTest, MatchDetails, OperatorContext } from './types';

const OTHER: Constraint = { kind: 'other' };
const LARGE_LIST = 8;

/** Runs a field test over the values of a path. */
export function testPath(
  test: FieldTest,
  doc: Document,
  parts: readonly string[],
  details?: MatchDetails,
): boolean {
  switch (test.kind) {
    case 'all':
      return test.tests.every((part) => testPath(part, doc, parts, details));
    case 'not':
      return !testPath(test.test, doc, parts);
    case 'leaf':
      return walkPath(doc, parts, test.expand, (value, index) => {
        if (!test.single(value, details)) return false;
        if (details && index !== undefined) details.index = index;
        return true;
      });
  }
}

/** Runs a field test on one array element, which is not expanded further. */
function testSingle(test: FieldTest, value: unknown): boolean {
  switch (test.kind) {
    case 'all':
      return test.tests.every((part) => testSingle(part, value));
    case 'not':
      return !testSingle(test.test, value);
    case 'leaf':
      return test.single(value);
  }
}

/** Compiles the right side of `field: ...`: a value to equal, a pattern, or operators. */
export function elementTest(path: string, value: unknown, context: OperatorContext): FieldTest {
  if (bsonType(value) === 'regex') return patternTest(value);
  if (!isDocument(value)) return equality(value, context);
  const fields = Object.entries(value);
  const first = fields[0]?.[0];
  if (!first?.startsWith('$') || /^\$(ref|id|db)$/.test(first)) return equality(value, context);
  const tests: FieldTest[] = [];
  for (const [operator, operand] of fields) {
    if (operator === '$options') {
      if (!Object.hasOwn(value, '$regex')) throw badValue('$options needs a $regex');
      continue;
    }
    const compile = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
    if (!compile) throw unknownOperator(operator);
    const test = compile(operand, context, path, value);
    if (test) tests.push(test);
  }
  const [only] = tests;
  return only && tests.length === 1 ? only : { kind: 'all', tests };
}

const GEO = /^\$(geo\w*|near|nearSphere|within|maxDistance|minDistance|uniqueDocs)$/;

function unknownOperator(operator: string): Error {
  return GEO.test(operator) || operator === '$where' || operator === '$text'
    ? notSupported(`\`${operator}\``)
    : badValue(`unknown operator: ${operator}`);
}

type CompileOperator = (
  operand: unknown,
  context: OperatorContext,
  path: string,
  siblings: Document,
) => FieldTest | undefined;

const OPERATORS: Record<string, CompileOperator> = {
  $eq: (operand, context) => equality(operand, context),
  $ne: (operand, context) => {
    if (bsonType(operand) === 'regex') throw badValue("Can't have regex as arg to $ne.");
    return { kind: 'not', test: equality(operand, context) };
  },
  $gt: (operand, context, path) => comparison('gt', operand, context, path),
  $gte: (operand, context, path) => comparison('gte', operand, context, path),
  $lt: (operand, context, path) => comparison('lt', operand, context, path),
  $lte: (operand, context, path) => comparison('lte', operand, context, path),
  $in: (operand, context) => membership('$in', operand, context),
  $nin: (operand, context) => ({ kind: 'not', test: membership('$nin', operand, context) }),
  $not: (operand, context, path) => {
    if (bsonType(operand) === 'regex') return { kind: 'not', test: patternTest(operand) };
    if (!isDocument(operand)) throw badValue('$not needs a regex or a document');
    const names = Object.keys(operand);
    if (names.length === 0) throw badValue('$not cannot be empty');
    const plain = names.find((name) => !name.startsWith('$'));
    if (plain !== undefined) throw badValue(`unknown operator: ${plain}`);
    return { kind: 'not', test: elementTest(path, operand, context) };
  },
  $exists: (operand) => {
    const wanted = !(
      operand === false ||
      operand === null ||
      (isNumber(operand) && toNumber(operand) === 0)
    );
    const exists: FieldTest = {
      kind: 'leaf',
      single: (value) => value !== undefined,
      expand: true,
      constrain: (path) => ({ kind: 'path', path, op: 'exists', value: true }),
    };
    return wanted ? exists : { kind: 'not', test: exists };
  },
  $type: (operand, _context, path) => typeTest(operand, path),
  $size: (operand) => {
    const size = asInteger(operand);
    if (size === undefined) {
      throw failedToParse(`Failed to parse $size. Expected an integer: $size: ${show(operand)}`);
    }
    if (size < 0) {
      throw badValue(`Failed to parse $size. Expected a non-negative number in: $size: ${size}`);
    }
    return plainLeaf((value) => Array.isArray(value) && value.length === size, false);
  },
  $mod: (operand) => modulo(operand),
  $regex: (operand, _context, _path, siblings) => patternTest(operand, siblings.$options),
  $all: (operand, context, path) => all(operand, context, path),
  $elemMatch: (operand, context) => elementMatch(operand, context),
  $bitsAllSet: (operand) => bits('$bitsAllSet', operand, (value, mask) => (value & mask) === mask),
  $bitsAllClear: (operand) =>
    bits('$bitsAllClear', operand, (value, mask) => (value & mask) === 0n),
  $bitsAnySet: (operand) => bits('$bitsAnySet', operand, (value, mask) => (value & mask) !== 0n),
  $bitsAnyClear: (operand) =>
    bits('$bitsAnyClear', operand, (value, mask) => (value & mask) !== mask),
  $comment: () => undefined,
};

function equality(wanted: unknown, { collation }: OperatorContext): FieldTest {
  return {
    kind: 'leaf',
    single: (value) => valuesEqual(value, wanted, collation),
    expand: true,
    constrain: (path) => ({ kind: 'path', path, op: 'eq', value: wanted }),
    equal: { value: wanted },
  };
}

type Comparison = 'gt' | 'gte' | 'lt' | 'lte';

function comparison(
  op: Comparison,
  wanted: unknown,
  { collation }: OperatorContext,
  path: string,
): FieldTest {
  const type = bsonType(wanted);
  if (type === 'regex') {
    throw badValue(`Can't have RegEx as arg to predicate over field '${path}'.`);
  }
  const rank = typeRank(wanted);
  const orEqual = op === 'gte' || op === 'lte';
  const above = op === 'gt' || op === 'gte';
  const wantsNaN = isNumber(wanted) && Number.isNaN(toNumber(wanted));
  const single = (value: unknown): boolean => {
    if (typeRank(value) !== rank) {
      // MinKey and MaxKey compare with every type; others only with values of their own type.
      return (above && type === 'minKey') || (!above && type === 'maxKey');
    }
    if (wantsNaN) return orEqual && isNumber(value) && Number.isNaN(toNumber(value));
    if (isNumber(value) && Number.isNaN(toNumber(value))) return false;
    const order = compareValues(value, wanted, collation);
    return order === 0 ? orEqual : above === order > 0;
  };
  return {
    kind: 'leaf',
    single,
    expand: true,
    constrain: (at) => {
      if (type === 'null' || wantsNaN) {
        return orEqual ? { kind: 'path', path: at, op: 'eq', value: wanted } : OTHER;
      }
      if (type === 'minKey' || type === 'maxKey' || type === 'array') return OTHER;
      // Index keys folded by a collation are not in its order.
      if (collation && (type === 'string' || type === 'object' || type === 'symbol')) return OTHER;
      return { kind: 'path', path: at, op, value: wanted };
    },
  };
}

function membership(name: string, operand: unknown, { collation }: OperatorContext): FieldTest {
  if (!Array.isArray(operand)) throw badValue(`${name} needs an array`);
  const patterns: Array<(value: unknown) => boolean> = [];
  const wanted: unknown[] = [];
  for (const item of operand) {
    if (isDocument(item) && /^\$(?!ref$|id$|db$)/.test(Object.keys(item)[0] ?? '')) {
      throw badValue(`cannot nest $ under ${name}`);
    }
    if (bsonType(item) === 'regex') patterns.push(patternPredicate(item));
    else wanted.push(item);
  }
  const keyOf = (value: unknown) => encodeKey([value], [1], collation).toString('latin1');
  const keys = wanted.length > LARGE_LIST ? new Set(wanted.map(keyOf)) : undefined;
  return {
    kind: 'leaf',
    single: (value) =>
      (keys
        ? keys.has(keyOf(value))
        : wanted.some((item) => valuesEqual(value, item, collation))) ||
      patterns.some((pattern) => pattern(value)),
    expand: true,
    constrain: (path) =>
      patterns.length > 0 ? OTHER : { kind: 'path', path, op: 'in', value: wanted, values: wanted },
    // mongod treats a list of one value as equality, so an upsert writes it.
    ...(patterns.length === 0 && wanted.length === 1 ? { equal: { value: wanted[0] } } : {}),
  };
}

function patternPredicate(pattern: unknown, options = ''): (value: unknown) => boolean {
  const [source, own] = typeof pattern === 'string' ? [pattern, options] : regexParts(pattern);
  const flags = own || options;
  const compiled = compilePattern(source, flags);
  return (value) => {
    const type = bsonType(value);
    if (type === 'string') return compiled.test(value as string);
    if (type === 'symbol') return compiled.test(String((value as { value: string }).value));
    if (type !== 'regex') return false;
    const [otherSource, otherFlags] = regexParts(value);
    return otherSource === source && otherFlags === flags;
  };
}

function patternTest(operand: unknown, options?: unknown): FieldTest {
  const isRegex = bsonType(operand) === 'regex';
  if (!isRegex && typeof operand !== 'string') throw badValue('$regex has to be a string');
  if (options !== undefined && typeof options !== 'string') {
    throw badValue('$options has to be a string');
  }
  const [source, own] = isRegex ? regexParts(operand) : [operand as string, ''];
  if (own !== '' && options) throw failure(51075, 'options set in both $regex and $options');
  const flags = own || (options ?? '');
  const prefix = literalPrefix(source, flags);
  const single = patternPredicate(isRegex ? operand : source, flags);
  return {
    kind: 'leaf',
    single,
    expand: true,
    constrain: (path) =>
      // A stored regular expression matches itself, so a prefix alone would not find it.
      prefix === undefined
        ? OTHER
        : { kind: 'path', path, op: 'regexPrefix', value: prefix, values: [operand] },
  };
}

function all(operand: unknown, context: OperatorContext, path: string): FieldTest {
  if (!Array.isArray(operand)) throw badValue('$all needs an array');
  // `$all: []` matches nothing.
  if (operand.length === 0) return plainLeaf(() => false);
  const isElemMatch = (item: unknown) => isDocument(item) && Object.keys(item)[0] === '$elemMatch';
  const nested = operand.filter(isElemMatch).length;
  if (nested > 0 && nested < operand.length) {
    throw badValue(
      isElemMatch(operand[0]) ? '$all/$elemMatch has to be consistent' : 'no $ expressions in $all',
    );
  }
  const tests = operand.map((item) => {
    if (nested > 0) return elementTest(path, item, context);
    if (isDocument(item) && /^\$(?!ref$|id$|db$)/.test(Object.keys(item)[0] ?? '')) {
      throw badValue('no $ expressions in $all');
    }
    return bsonType(item) === 'regex' ? patternTest(item) : equality(item, context);
  });
  return tests.length === 1 && tests[0] ? tests[0] : { kind: 'all', tests };
}

const LOGICAL = new Set(['$and', '$or', '$nor', '$where', '$expr']);

function elementMatch(operand: unknown, context: OperatorContext): FieldTest {
  if (!isDocument(operand)) throw badValue('$elemMatch needs an Object');
  const first = Object.keys(operand)[0];
  const ofValues = first?.startsWith('$') && !LOGICAL.has(first) && !/^\$(ref|id|db)$/.test(first);
  if (ofValues) {
    const test = elementTest('', operand, context);
    return arrayLeaf(
      (item) => testSingle(test, item),
      () => OTHER,
    );
  }
  const filter = context.compileDocument(operand);
  return arrayLeaf(
    (item) => {
      if (isDocument(item)) return filter.test(item);
      // A nested array is treated as a document whose field names are numbers.
      return Array.isArray(item) && filter.test(Object.fromEntries(item.entries()));
    },
    // Also met by such values outside an array, so the constraint is not exact.
    (path) => ({ kind: 'and', all: [OTHER, prefixed(filter.constraints, path)] }),
  );
}

function arrayLeaf(
  matches: (item: unknown) => boolean,
  constrain: (path: string) => Constraint,
): FieldTest {
  return {
    kind: 'leaf',
    single: (value, details) =>
      Array.isArray(value) &&
      walkLeaf(value, true, (item, index) => {
        if (index === undefined || !matches(item)) return false;
        if (details) details.index = index;
        return true;
      }),
    expand: false,
    constrain,
  };
}

/** Constraints on a document inside an array, stated for the document around it. */
function prefixed(constraint: Constraint, prefix: string): Constraint {
  switch (constraint.kind) {
    case 'and':
      return { kind: 'and', all: constraint.all.map((part) => prefixed(part, prefix)) };
    case 'or':
      return { kind: 'or', any: constraint.any.map((part) => prefixed(part, prefix)) };
    case 'path':
      return { ...constraint, path: `${prefix}.${constraint.path}` };
    case 'other':
      return constraint;
  }
}
