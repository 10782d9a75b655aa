import { Timestamp } from 'bson';
import type { Collation } from '../bson/collation';
import { badValue, failedToParse, typeMismatch } from '../bson/mongo-error';
import { arithmetic, integerValue, widerType } from '../bson/numbers';
import { compareValues, type Direction, valuesEqual } from '../bson/order';
import { describeValue } from '../bson/text';
import {
  asInteger,
  bsonType,
  type Document,
  getOwn,
  isDocument,
  isNumber,
  toBigInt,
} from '../bson/values';
import { compileElement } from '../language/match';

/** What an operator does with the value at its path. */
export interface FieldChange {
  /** The new value for the current one (undefined: missing), or `UNCHANGED`. */
  compute(current: unknown, doc: Document): unknown;
  /** Whether a missing path is created; otherwise the operator does nothing. */
  creates: boolean;
  onInsertOnly?: boolean;
  /** Whether a path that leads through a scalar is ignored instead of an error. */
  tolerant?: boolean;
}

export const UNCHANGED: unique symbol = Symbol('unchanged');
/** Stands for the value of a field that is to be removed. */
export const REMOVED: unique symbol = Symbol('removed');

type CompileChange = (operand: unknown, path: string, collation?: Collation) => FieldChange;

const creating = (compute: FieldChange['compute']): FieldChange => ({ compute, creates: true });
const visiting = (compute: FieldChange['compute']): FieldChange => ({ compute, creates: false });

/** The update operators that change the value at one path; `$rename` is not among them. */
export const UPDATE_OPERATORS: Record<string, CompileChange> = {
  $set: (value) => creating(() => value),
  $setOnInsert: (value) => ({ ...creating(() => value), onInsertOnly: true }),
  $unset: () => ({
    ...visiting((current) => (current === undefined ? UNCHANGED : REMOVED)),
    tolerant: true,
  }),
  $inc: (operand, path) => numeric('$inc', operand, path),
  $mul: (operand, path) => numeric('$mul', operand, path),
  $min: (value, _path, collation) =>
    creating((current) =>
      current === undefined || compareValues(value, current, collation) < 0 ? value : UNCHANGED,
    ),
  $max: (value, _path, collation) =>
    creating((current) =>
      current === undefined || compareValues(value, current, collation) > 0 ? value : UNCHANGED,
    ),
  $currentDate: (operand) => currentDate(operand),
  $push: (operand, path, collation) => push(operand, path, collation),
  $addToSet: (operand, path, collation) => addToSet(operand, path, collation),
  $pop: (operand, path) => pop(operand, path),
  $pull: (operand, _path, collation) => {
    const matches = pullPredicate(operand, collation);
    return visiting((current) => removeWhere('$pull', current, matches));
  },
  $pullAll: (operand, _path, collation) => {
    if (!Array.isArray(operand)) {
      throw badValue(`$pullAll requires an array argument but was given a ${bsonType(operand)}`);
    }
    const listed = (item: unknown) => operand.some((one) => valuesEqual(one, item, collation));
    return visiting((current) => removeWhere('$pullAll', current, listed));
  },
  $bit: (operand, path) => bitwise(operand, path),
};

const idOf = (doc: Document): string => `{_id: ${describeValue(getOwn(doc, '_id'))}}`;
const lastPart = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

function numeric(name: '$inc' | '$mul', operand: unknown, path: string): FieldChange {
  if (!isNumber(operand)) {
    const verb = name === '$inc' ? 'increment' : 'multiply';
    throw typeMismatch(
      `Cannot ${verb} with non-numeric argument: {${path}: ${describeValue(operand)}}`,
    );
  }
  return creating((current, doc) => {
    if (current === undefined) return name === '$inc' ? operand : arithmetic('*', operand, 0);
    if (!isNumber(current)) {
      throw typeMismatch(
        `Cannot apply ${name} to a value of non-numeric type. ${idOf(doc)} has the field '${lastPart(path)}' of non-numeric type ${bsonType(current)}`,
      );
    }
    const result = arithmetic(name === '$inc' ? '+' : '*', current, operand);
    if (result === undefined) {
      throw badValue(
        `Failed to apply ${name} operations to current value ((NumberLong)${describeValue(current)}) for document ${idOf(doc)}`,
      );
    }
    return result;
  });
}

function currentDate(operand: unknown): FieldChange {
  let type: unknown = 'date';
  if (isDocument(operand)) {
    type = getOwn(operand, '$type');
    const extra = Object.keys(operand).find((name) => name !== '$type');
    if (extra !== undefined) throw badValue(`Unrecognized $currentDate option: ${extra}`);
    if (type !== 'date' && type !== 'timestamp') {
      throw badValue(
        `The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}`,
      );
    }
  } else if (typeof operand !== 'boolean') {
    throw badValue(
      `${bsonType(operand)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`,
    );
  }
  return creating(() => (type === 'date' ? new Date() : currentTimestamp()));
}

/** The present second as a BSON timestamp. */
export function currentTimestamp(): Timestamp {
  return new Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 });
}

const PUSH_CLAUSES = new Set(['$each', '$slice', '$sort', '$position']);

function push(operand: unknown, path: string, collation?: Collation): FieldChange {
  const clauses = isDocument(operand) && Object.hasOwn(operand, '$each') ? operand : undefined;
  const items = clauses ? eachOf('$push', clauses.$each) : [operand];
  for (const name of Object.keys(clauses ?? {})) {
    if (!PUSH_CLAUSES.has(name)) throw badValue(`Unrecognized clause in $push: ${name}`);
  }
  const slice = integerClause('$slice', clauses);
  const position = integerClause('$position', clauses);
  const order = clauses?.$sort === undefined ? undefined : elementOrder(clauses.$sort, collation);
  return creating((current, doc) => {
    if (current !== undefined && !Array.isArray(current)) {
      throw badValue(
        `The field '${path}' must be an array but is of type ${bsonType(current)} in document ${idOf(doc)}`,
      );
    }
    const list: unknown[] = current ? [...current] : [];
    const at = position === undefined ? list.length : position;
    list.splice(at < 0 ? Math.max(0, list.length + at) : at, 0, ...items);
    if (order) list.sort(order);
    if (slice === undefined) return list;
    return slice >= 0 ? list.slice(0, slice) : list.slice(slice);
  });
}

function eachOf(name: string, each: unknown): unknown[] {
  if (Array.isArray(each)) return each;
  const type = bsonType(each);
  throw name === '$push'
    ? badValue(`The argument to $each in $push must be an array but it was of type: ${type}`)
    : typeMismatch(`The argument to $each in ${name} must be an array but it was of type ${type}`);
}

function integerClause(name: string, clauses: Document | undefined): number | undefined {
  const value = clauses?.[name];
  if (value === undefined) return undefined;
  const integer = asInteger(value);
  if (integer === undefined) {
    throw badValue(
      `The value for ${name} must be an integer value but was given type: ${bsonType(value)}`,
    );
  }
  return integer;
}

function elementOrder(sort: unknown, collation?: Collation): (a: unknown, b: unknown) => number {
  const direction = (value: unknown): Direction => {
    const integer = asInteger(value);
    if (integer !== 1 && integer !== -1) {
      throw badValue('The $sort element value must be either 1 or -1');
    }
    return integer;
  };
  if (!isDocument(sort)) {
    if (!isNumber(sort)) {
      throw badValue(
        'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields',
      );
    }
    const whole = direction(sort);
    return (a, b) => whole * compareValues(a, b, collation);
  }
  const fields = Object.entries(sort).map(([path, value]) => {
    if (path === '' || path.split('.').includes('')) {
      throw badValue(
        `FieldPath must not be empty: the $sort field is a dotted field but has an empty part: ${path}`,
      );
    }
    return { parts: path.split('.'), direction: direction(value) };
  });
  if (fields.length === 0) {
    throw badValue('The $sort pattern is empty when it should be a set of fields.');
  }
  return (a, b) => {
    for (const field of fields) {
      const order = compareValues(dig(a, field.parts), dig(b, field.parts), collation);
      if (order !== 0) return field.direction * order;
    }
    return 0;
  };
}

function dig(value: unknown, parts: string[]): unknown {
  return parts.reduce<unknown>(
    (at, part) => (isDocument(at) ? getOwn(at, part) : undefined),
    value,
  );
}

function addToSet(operand: unknown, path: string, collation?: Collation): FieldChange {
  const clauses = isDocument(operand) && Object.hasOwn(operand, '$each') ? operand : undefined;
  const extra = Object.keys(clauses ?? {}).find((name) => name !== '$each');
  if (extra !== undefined) {
    throw badValue(`Found unexpected fields after $each in $addToSet: ${extra}`);
  }
  const items = clauses ? eachOf('$addToSet', clauses.$each) : [operand];
  return creating((current) => {
    if (current !== undefined && !Array.isArray(current)) {
      throw badValue(
        `Cannot apply $addToSet to non-array field. Field named '${lastPart(path)}' has non-array type ${bsonType(current)}`,
      );
    }
    const list: unknown[] = current ? [...current] : [];
    const before = list.length;
    for (const item of items) {
      if (!list.some((one) => valuesEqual(one, item, collation))) list.push(item);
    }
    return current && list.length === before ? UNCHANGED : list;
  });
}

function pop(operand: unknown, path: string): FieldChange {
  const end = asInteger(operand);
  if (end !== 1 && end !== -1) {
    throw failedToParse(`$pop expects 1 or -1, found: ${describeValue(operand)}`);
  }
  return visiting((current) => {
    if (current === undefined) return UNCHANGED;
    if (!Array.isArray(current)) {
      throw typeMismatch(
        `Path '${path}' contains an element of non-array type '${bsonType(current)}'`,
      );
    }
    if (current.length === 0) return UNCHANGED;
    return end === 1 ? current.slice(0, -1) : current.slice(1);
  });
}

function pullPredicate(operand: unknown, collation?: Collation): (item: unknown) => boolean {
  return isDocument(operand) || bsonType(operand) === 'regex'
    ? compileElement(operand, { collation })
    : (item) => valuesEqual(item, operand, collation);
}

function removeWhere(name: string, current: unknown, matches: (item: unknown) => boolean): unknown {
  if (current === undefined) return UNCHANGED;
  if (!Array.isArray(current)) throw badValue(`Cannot apply ${name} to a non-array value`);
  const kept = current.filter((item) => !matches(item));
  return kept.length === current.length ? UNCHANGED : kept;
}

function bitwise(operand: unknown, path: string): FieldChange {
  if (!isDocument(operand)) {
    throw badValue(
      `The $bit modifier is not compatible with a ${bsonType(operand)}. You must pass in an embedded document: {$bit: {field: {and/or/xor: #}}`,
    );
  }
  const steps = Object.entries(operand).map(([name, mask]) => {
    if (name !== 'and' && name !== 'or' && name !== 'xor') {
      throw badValue(
        `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}' which is an unknown operator: {${name}: ${describeValue(mask)}}`,
      );
    }
    if (!isInteger(mask)) {
      throw badValue(
        `The $bit modifier field must be an Integer(32/64 bit); a '${bsonType(mask)}' is not supported here: {${name}: ${describeValue(mask)}}`,
      );
    }
    return { name, mask };
  });
  if (steps.length === 0) {
    throw badValue(
      `You must pass in at least one bitwise operation. The format is: {$bit: {field: {and/or/xor: #}}`,
    );
  }
  return creating((current, doc) => {
    if (current !== undefined && !isInteger(current)) {
      throw badValue(
        `Cannot apply $bit to a value of non-integral type.${idOf(doc)} has the field ${lastPart(path)} of non-integer type ${bsonType(current)}`,
      );
    }
    return steps.reduce<unknown>((value, { name, mask }) => {
      const [x, y] = [toBigInt(value), toBigInt(mask)];
      return integerValue(
        name === 'and' ? x & y : name === 'or' ? x | y : x ^ y,
        widerType(value, mask),
      );
    }, current ?? 0);
  });
}

const isInteger = (value: unknown): boolean => ['int', 'long'].includes(bsonType(value));
