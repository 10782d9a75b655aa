import type { Binary, BSONRegExp, Code, Decimal128, ObjectId, Timestamp } from 'bson';
import type { Collation } from './collation';
import { type BsonType, bsonType, type Document, fieldsOf, toBigInt, toNumber } from './values';

export type Direction = 1 | -1;

export type SortSpec = [path: string, direction: Direction][];

/**
 * The index key and sort key of an empty array. In mongod it is BSON `undefined`, which is below
 * null; a missing field (JavaScript's `undefined` here) is equal to null.
 */
export const EMPTY_ARRAY: unique symbol = Symbol('undefined');

export const RANK: Record<BsonType, number> = {
  minKey: 0x05,
  missing: 0x0c,
  null: 0x0c,
  int: 0x14,
  long: 0x14,
  double: 0x14,
  decimal: 0x14,
  string: 0x1e,
  symbol: 0x1e,
  object: 0x28,
  array: 0x32,
  binData: 0x3c,
  objectId: 0x46,
  bool: 0x50,
  date: 0x5a,
  timestamp: 0x5e,
  regex: 0x64,
  dbPointer: 0x6e,
  javascript: 0x78,
  javascriptWithScope: 0x82,
  maxKey: 0xf0,
};

const EMPTY_ARRAY_RANK = 0x08;

/** The rank of a value's type in MongoDB's order; types that compare with each other share one. */
export function typeRank(value: unknown): number {
  return value === EMPTY_ARRAY ? EMPTY_ARRAY_RANK : RANK[bsonType(value)];
}

/**
 * Compares two values of any BSON types in MongoDB's total order. `undefined` is a missing field
 * and equals null. Returns a negative number, zero or a positive number.
 */
export function compareValues(a: unknown, b: unknown, collation?: Collation): number {
  if (a === b) return 0;
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b, collation);
  const rank = typeRank(a);
  const other = typeRank(b);
  if (rank !== other) return rank - other;
  switch (rank) {
    case RANK.double:
      return compareNumbers(a, b);
    case RANK.string:
      return compareText(textOf(a), textOf(b), collation);
    case RANK.object:
      return compareDocuments(a as Document, b as Document, collation);
    case RANK.array:
      return compareArrays(a as unknown[], b as unknown[], collation);
    case RANK.binData:
      return compareBinary(a, b);
    case RANK.objectId:
      return Buffer.compare((a as ObjectId).id, (b as ObjectId).id);
    case RANK.bool:
      return Number(a) - Number(b);
    case RANK.date:
      return compareDoubles((a as Date).getTime(), (b as Date).getTime());
    case RANK.timestamp:
      return compareBig(timestampBits(a), timestampBits(b));
    case RANK.regex: {
      const [pattern, flags] = regexParts(a);
      const [otherPattern, otherFlags] = regexParts(b);
      return compareCodePoints(pattern, otherPattern) || compareCodePoints(flags, otherFlags);
    }
    case RANK.javascript:
      return compareCodePoints(String((a as Code).code), String((b as Code).code));
    case RANK.javascriptWithScope:
      return (
        compareCodePoints(String((a as Code).code), String((b as Code).code)) ||
        compareDocuments((a as Code).scope ?? {}, (b as Code).scope ?? {}, undefined)
      );
    default:
      return 0;
  }
}

/** Equality in queries: 1 equals 1.0, field order matters, a missing field equals null. */
export function valuesEqual(a: unknown, b: unknown, collation?: Collation): boolean {
  return compareValues(a, b, collation) === 0;
}

/** True when two values are the same bytes: type, field order and number representation included. */
export function identical(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  const type = bsonType(a);
  if (type !== bsonType(b)) return false;
  if (type === 'object') {
    const fields = Object.entries(fieldsOf(a as Document));
    const others = Object.entries(fieldsOf(b as Document));
    return (
      fields.length === others.length &&
      fields.every(([name, value], i) => {
        const other = others[i];
        return other !== undefined && other[0] === name && identical(value, other[1]);
      })
    );
  }
  if (type === 'array') {
    const others = b as unknown[];
    const items = a as unknown[];
    return items.length === others.length && items.every((item, i) => identical(item, others[i]));
  }
  if (type === 'double') return Object.is(toNumber(a), toNumber(b));
  if (type === 'decimal') return String(a) === String(b);
  return compareValues(a, b) === 0;
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : String((value as { value: unknown }).value);
}

function compareText(a: string, b: string, collation?: Collation): number {
  return collation ? collation.compare(a, b) : compareCodePoints(a, b);
}

/** UTF-8 order. JavaScript compares UTF-16 units, which puts surrogates before U+E000. */
function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) {
      const xHigh = x >= 0xd800 && x <= 0xdfff;
      const yHigh = y >= 0xd800 && y <= 0xdfff;
      return xHigh === yHigh ? x - y : xHigh ? 1 : -1;
    }
  }
  return a.length - b.length;
}

function compareDoubles(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b) return 0;
  return Number.isNaN(a) ? (Number.isNaN(b) ? 0 : -1) : 1;
}

const compareBig = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

function compareDocuments(a: Document, b: Document, collation?: Collation): number {
  const fields = Object.entries(fieldsOf(a));
  const others = Object.entries(fieldsOf(b));
  for (const [i, [name, value]] of fields.entries()) {
    const other = others[i];
    if (!other) return 1;
    const order =
      typeRank(value) - typeRank(other[1]) ||
      compareCodePoints(name, other[0]) ||
      compareValues(value, other[1], collation);
    if (order !== 0) return order;
  }
  return fields.length - others.length;
}

function compareArrays(a: unknown[], b: unknown[], collation?: Collation): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const order = compareValues(a[i], b[i], collation);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

export function binaryParts(value: unknown): { bytes: Buffer; subtype: number } {
  if (Buffer.isBuffer(value)) return { bytes: value, subtype: 0 };
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value), subtype: 0 };
  const { buffer, position, sub_type } = value as Binary;
  return { bytes: Buffer.from(buffer.buffer, buffer.byteOffset, position), subtype: sub_type };
}

function compareBinary(a: unknown, b: unknown): number {
  const x = binaryParts(a);
  const y = binaryParts(b);
  return (
    x.bytes.length - y.bytes.length || x.subtype - y.subtype || Buffer.compare(x.bytes, y.bytes)
  );
}

export function timestampBits(value: unknown): bigint {
  return BigInt.asUintN(64, (value as Timestamp).toBigInt());
}

/** Pattern and options of a regular expression value. */
export function regexParts(value: unknown): [pattern: string, options: string] {
  if (value instanceof RegExp) return [value.source, value.flags.replace(/[^imsux]/g, '')];
  const { pattern, options } = value as BSONRegExp;
  return [pattern, options];
}

/**
 * A number split for exact comparison: the nearest double, whether the number is above or below it
 * and, when it is not equal to it, its decimal digits (for longs beyond 2^53 and decimals).
 */
interface ExactNumber {
  nearest: number;
  side: -1 | 0 | 1;
  negative: boolean;
  /** The number is 0.<digits> x 10^exponent. */
  exponent: number;
  digits: string;
}

function exactDouble(nearest: number): ExactNumber {
  return {
    nearest: nearest || (Number.isNaN(nearest) ? nearest : 0),
    side: 0,
    negative: nearest < 0,
    exponent: 0,
    digits: '',
  };
}

export function exactNumber(value: unknown): ExactNumber {
  const type = bsonType(value);
  if (type === 'long') {
    const bits = toBigInt(value);
    const nearest = Number(bits);
    const side = compareBig(bits, BigInt(nearest));
    return side === 0 ? exactDouble(nearest) : withDigits(nearest, side, bits, 0);
  }
  return type === 'decimal' ? exactDecimal(value as Decimal128) : exactDouble(toNumber(value));
}

/** An int or double, which a JavaScript number holds exactly. */
function isPlain(value: unknown): boolean {
  const type = bsonType(value);
  return type === 'int' || type === 'double';
}

function withDigits(
  nearest: number,
  side: number,
  coefficient: bigint,
  exponent: number,
): ExactNumber {
  const negative = coefficient < 0n;
  const all = String(negative ? -coefficient : coefficient);
  return {
    nearest,
    side: side < 0 ? -1 : 1,
    negative,
    exponent: exponent + all.length,
    digits: all.replace(/0+$/, ''),
  };
}

function exactDecimal(value: Decimal128): ExactNumber {
  const text = value.toString();
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:E([+-]?\d+))?$/.exec(text);
  if (!parts) return exactDouble(Number(text));
  const [, sign, whole = '0', fraction = '', power = '0'] = parts;
  const coefficient = BigInt(`${sign}${whole}${fraction}`);
  const exponent = Number(power) - fraction.length;
  if (coefficient === 0n) return exactDouble(0);
  let nearest = Number(text);
  // A decimal larger than every double is still below infinity.
  if (!Number.isFinite(nearest)) nearest = Math.sign(nearest) * Number.MAX_VALUE;
  const side = compareToDouble(coefficient, exponent, nearest);
  return side === 0 ? exactDouble(nearest) : withDigits(nearest, side, coefficient, exponent);
}

/** The sign of coefficient x 10^exponent minus a finite double, without rounding. */
function compareToDouble(coefficient: bigint, exponent: number, double: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, double);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  let right = biased === 0 ? fraction : fraction | 0x10000000000000n;
  if (double < 0) right = -right;
  const power = (biased === 0 ? 1 : biased) - 1075;
  let left = coefficient;
  if (exponent >= 0) left *= 10n ** BigInt(exponent);
  else right *= 10n ** BigInt(-exponent);
  if (power >= 0) right <<= BigInt(power);
  else left <<= BigInt(-power);
  return compareBig(left, right);
}

function compareNumbers(a: unknown, b: unknown): number {
  if (isPlain(a) && isPlain(b)) return compareDoubles(toNumber(a), toNumber(b));
  const x = exactNumber(a);
  const y = exactNumber(b);
  const order = compareDoubles(x.nearest, y.nearest) || x.side - y.side;
  if (order !== 0 || x.side === 0) return order;
  const size = x.exponent - y.exponent || compareCodePoints(x.digits, y.digits);
  return x.negative ? -size : size;
}
