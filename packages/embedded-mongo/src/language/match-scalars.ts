import type { Binary } from 'bson';
import { badValue, failedToParse, typeMismatch } from '../bson/mongo-error';
import { fitsLong, truncate } from '../bson/numbers';
import { asInteger, type BsonType, bsonType, isNumber, toNumber } from '../bson/values';
import type { Constraint, FieldTest } from './types';

const OTHER: Constraint = { kind: 'other' };

/** An operand for an error text. */
export function show(value: unknown): string {
  return isNumber(value) ? String(toNumber(value)) : (JSON.stringify(value) ?? bsonType(value));
}

/** A test that no index can answer. */
export function plainLeaf(single: (value: unknown) => boolean, expand = true): FieldTest {
  return { kind: 'leaf', single, expand, constrain: () => OTHER };
}

const TYPE_NAMES: [code: number, name: BsonType | 'undefined'][] = [
  [1, 'double'],
  [2, 'string'],
  [3, 'object'],
  [4, 'array'],
  [5, 'binData'],
  [6, 'undefined'],
  [7, 'objectId'],
  [8, 'bool'],
  [9, 'date'],
  [10, 'null'],
  [11, 'regex'],
  [12, 'dbPointer'],
  [13, 'javascript'],
  [14, 'symbol'],
  [15, 'javascriptWithScope'],
  [16, 'int'],
  [17, 'timestamp'],
  [18, 'long'],
  [19, 'decimal'],
  [-1, 'minKey'],
  [127, 'maxKey'],
];
const NUMERIC = ['int', 'long', 'double', 'decimal'];

function typeNames(operand: unknown): string[] {
  if (typeof operand === 'string') {
    if (operand === 'number') return NUMERIC;
    if (TYPE_NAMES.some(([, name]) => name === operand)) return [operand];
    throw badValue(`Unknown type name alias: ${operand}`);
  }
  if (!isNumber(operand)) throw typeMismatch('type must be represented as a number or a string');
  const code = toNumber(operand);
  const found = TYPE_NAMES.find(([number]) => number === code);
  if (!found) throw badValue(`Invalid numerical type code: ${code}`);
  return [found[1]];
}

/** `$type`. */
export function typeTest(operand: unknown, path: string): FieldTest {
  const list = Array.isArray(operand) ? operand : [operand];
  if (list.length === 0) throw failedToParse(`${path} must match at least one type`);
  const names = new Set<string>(list.flatMap(typeNames));
  return {
    kind: 'leaf',
    single: (value) => value !== undefined && names.has(bsonType(value)),
    expand: true,
    constrain: () => OTHER,
  };
}

/** `$mod`. */
export function modulo(operand: unknown): FieldTest {
  if (!Array.isArray(operand)) throw badValue('malformed mod, not an array');
  if (operand.length < 2) throw badValue('malformed mod, not enough elements');
  if (operand.length > 2) throw badValue('malformed mod, too many elements');
  const [divisor, remainder] = operand.map((part, i) => {
    const whole = truncate(part);
    if (whole === undefined) {
      throw badValue(`malformed mod, ${i === 0 ? 'divisor' : 'remainder'} not a number`);
    }
    return whole;
  });
  if (divisor === undefined || divisor === 0n) throw badValue('divisor cannot be 0');
  return plainLeaf((value) => {
    const whole = truncate(value);
    return whole !== undefined && fitsLong(whole) && whole % divisor === remainder;
  });
}

/** A bit mask as an integer: from a number, the bytes of a binary, or positions. */
function bitMask(name: string, operand: unknown): bigint {
  if (Array.isArray(operand)) {
    return operand.reduce((mask: bigint, position: unknown) => {
      const bit = asInteger(position);
      if (bit === undefined) {
        throw badValue(`bit positions must be an integer but got: ${show(position)}`);
      }
      if (bit < 0) throw badValue(`bit positions must be >= 0 but got: ${bit}`);
      return mask | (1n << BigInt(bit));
    }, 0n);
  }
  if (bsonType(operand) === 'binData') return binaryBits(operand);
  const whole =
    isNumber(operand) && Number.isInteger(toNumber(operand)) ? truncate(operand) : undefined;
  if (whole === undefined) {
    throw badValue(`${name} takes an Array, a number, or a BinData but received: ${show(operand)}`);
  }
  if (whole < 0n) throw failedToParse(`Expected a non-negative number in: ${name}: ${whole}`);
  return whole;
}

function binaryBits(value: unknown): bigint {
  const bytes = value instanceof Uint8Array ? value : (value as Binary).value();
  return [...bytes].reduceRight((bits, byte) => (bits << 8n) | BigInt(byte), 0n);
}

/** The four operators on bits. */
export function bits(
  name: string,
  operand: unknown,
  holds: (value: bigint, mask: bigint) => boolean,
): FieldTest {
  const mask = bitMask(name, operand);
  return plainLeaf((value) => {
    if (bsonType(value) === 'binData') return holds(binaryBits(value), mask);
    const whole =
      isNumber(value) && Number.isInteger(toNumber(value)) ? truncate(value) : undefined;
    // A negative number has its sign in every bit beyond the 64th, as BigInt has.
    return whole !== undefined && fitsLong(whole) && holds(whole, mask);
  });
}
