import { type Binary, calculateObjectSize, Decimal128, ObjectId } from 'bson';
import { failure, notSupported } from '../bson/mongo-error';
import { countValue, doubleValue, integerValue, toDecimal, truncate } from '../bson/numbers';
import {
  bsonType,
  type Document,
  isDocument,
  isNullish,
  isNumber,
  isTruthy,
  toNumber,
} from '../bson/values';
import { instantOf } from './dates/calendar';
import { parseDate } from './dates/date-text';
import type { Evaluation, NamedOperator, Operator } from './types';

function conversionFailure(message: string): Error {
  return failure(241, `${message} in $convert with no onError value`);
}

function unsupported(value: unknown, to: string): Error {
  return conversionFailure(`Unsupported conversion from ${bsonType(value)} to ${to}`);
}

function toInteger(value: unknown, to: 'int' | 'long'): unknown {
  const type = bsonType(value);
  let whole: bigint;
  if (typeof value === 'boolean') whole = value ? 1n : 0n;
  else if (type === 'string') {
    if (!/^[-+]?\d+$/.test(String(value))) {
      throw conversionFailure(`Failed to parse number '${String(value)}'`);
    }
    whole = BigInt(String(value).replace(/^\+/, ''));
  } else if (type === 'date' && to === 'long') whole = BigInt((value as Date).getTime());
  else if (isNumber(value)) {
    const cut = truncate(value);
    if (cut === undefined) {
      const what = Number.isNaN(toNumber(value)) ? 'NaN' : 'infinity';
      throw conversionFailure(`Attempt to convert ${what} value to integer type`);
    }
    whole = cut;
  } else throw unsupported(value, to);
  const limit = to === 'int' ? 2n ** 31n : 2n ** 63n;
  if (whole < -limit || whole >= limit) {
    throw conversionFailure(`Conversion would overflow target type: ${whole}`);
  }
  return integerValue(whole, to);
}

function toReal(value: unknown, to: 'double' | 'decimal'): unknown {
  const wrap = (number: unknown) =>
    to === 'double' ? doubleValue(toNumber(number)) : toDecimal(number);
  if (isNumber(value)) {
    const overflows =
      !Number.isFinite(toNumber(value)) && !/^-?(NaN|Infinity)$/.test(String(value));
    if (to === 'double' && overflows) {
      throw conversionFailure('Conversion would overflow target type');
    }
    return wrap(value);
  }
  if (typeof value === 'boolean') return wrap(value ? 1 : 0);
  if (value instanceof Date) return wrap(integerValue(BigInt(value.getTime()), 'long'));
  if (typeof value !== 'string') throw unsupported(value, to);
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(value)) {
    if (!/^[-+]?(nan|inf|infinity)$/i.test(value)) {
      throw conversionFailure(`Failed to parse number '${value}'`);
    }
    const special = /nan/i.test(value) ? 'NaN' : value.startsWith('-') ? '-Infinity' : 'Infinity';
    return to === 'double' ? doubleValue(Number(special)) : Decimal128.fromString(special);
  }
  return to === 'double' ? doubleValue(Number(value)) : Decimal128.fromString(value);
}

function toText(value: unknown): unknown {
  switch (bsonType(value)) {
    case 'string':
      return value;
    case 'bool':
    case 'int':
    case 'long':
    case 'double':
    case 'decimal':
    case 'symbol':
      return String(value);
    case 'objectId':
      return (value as ObjectId).toHexString();
    case 'date':
      return (value as Date).toISOString();
    case 'binData':
      throw notSupported('Converting binary data to a string');
    default:
      throw unsupported(value, 'string');
  }
}

function toDate(value: unknown, { zones }: Evaluation): unknown {
  switch (bsonType(value)) {
    case 'date':
    case 'objectId':
    case 'timestamp':
      return new Date(instantOf('$toDate', value));
    case 'long':
    case 'double':
    case 'decimal': {
      const date = new Date(Math.trunc(toNumber(value)));
      if (Number.isNaN(date.getTime())) {
        throw conversionFailure('Conversion would overflow target type');
      }
      return date;
    }
    case 'string':
      return parseDate(String(value), undefined, zones);
    default:
      throw unsupported(value, 'date');
  }
}

function toObjectId(value: unknown): unknown {
  if (bsonType(value) === 'objectId') return value;
  if (typeof value !== 'string') throw unsupported(value, 'objectId');
  if (!/^[0-9a-f]{24}$/i.test(value)) {
    throw conversionFailure(`Failed to parse objectId '${value}'`);
  }
  return ObjectId.createFromHexString(value);
}

const TARGETS: Record<string, (value: unknown, evaluation: Evaluation) => unknown> = {
  double: (value) => toReal(value, 'double'),
  decimal: (value) => toReal(value, 'decimal'),
  int: (value) => toInteger(value, 'int'),
  long: (value) => toInteger(value, 'long'),
  string: toText,
  bool: (value) => (isNumber(value) || typeof value === 'boolean' ? isTruthy(value) : true),
  date: toDate,
  objectId: toObjectId,
};
const CODES: Record<number, string> = {
  1: 'double',
  2: 'string',
  7: 'objectId',
  8: 'bool',
  9: 'date',
  16: 'int',
  18: 'long',
  19: 'decimal',
};

/** Types that `$convert` cannot convert to. */
const OTHER_TYPES = new Set(
  'minKey missing object array undefined null regex dbPointer javascript symbol javascriptWithScope timestamp maxKey'.split(
    ' ',
  ),
);

function convert(args: Record<string, unknown>, evaluation: Evaluation): unknown {
  const { input, to, onError, onNull } = args;
  if (isNullish(input)) return Object.hasOwn(args, 'onNull') ? onNull : null;
  if (isNullish(to)) return null;
  if (isDocument(to)) throw notSupported('`$convert` to a subtype or with a format');
  const name = isNumber(to) ? CODES[toNumber(to)] : to;
  if (typeof name !== 'string') throw failure(2, `Unknown type: ${String(to)}`);
  if (name === 'binData') throw notSupported('`$convert` to binData');
  const target = Object.hasOwn(TARGETS, name) ? TARGETS[name] : undefined;
  if (!target && !OTHER_TYPES.has(name)) throw failure(2, `Unknown type name: ${name}`);
  try {
    if (!target) throw unsupported(input, name);
    return target(input, evaluation);
  } catch (error) {
    if (Object.hasOwn(args, 'onError') && (error as Document).code === 241) return onError;
    throw error;
  }
}

const shorthand = (to: string): Operator => ({
  min: 1,
  max: 1,
  run: ([input], evaluation) => convert({ input, to }, evaluation),
});

/** Types and conversions. */
export const TYPES: Record<string, Operator | NamedOperator> = {
  $type: { min: 1, max: 1, run: ([value]) => bsonType(value) },
  $isNumber: { min: 1, max: 1, run: ([value]) => isNumber(value) },
  $convert: {
    named: ['input', 'to', 'format', 'onError', 'onNull'],
    required: ['input', 'to'],
    run: convert,
  },
  $toBool: shorthand('bool'),
  $toDate: shorthand('date'),
  $toDecimal: shorthand('decimal'),
  $toDouble: shorthand('double'),
  $toInt: shorthand('int'),
  $toLong: shorthand('long'),
  $toObjectId: shorthand('objectId'),
  $toString: shorthand('string'),
  $binarySize: {
    min: 1,
    max: 1,
    run: ([value]) => {
      if (isNullish(value)) return null;
      if (typeof value === 'string') return countValue(Buffer.byteLength(value));
      if (bsonType(value) !== 'binData') {
        throw failure(
          51276,
          `$binarySize requires a string or BinData argument, found: ${bsonType(value)}`,
        );
      }
      return countValue((value as Binary).length());
    },
  },
  $bsonSize: {
    min: 1,
    max: 1,
    run: ([value]) => {
      if (isNullish(value)) return null;
      if (!isDocument(value)) {
        throw failure(31393, `$bsonSize requires a document input, found: ${bsonType(value)}`);
      }
      return countValue(calculateObjectSize(value));
    },
  },
};
