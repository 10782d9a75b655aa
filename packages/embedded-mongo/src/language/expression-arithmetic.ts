import { Decimal128, Int32, Long } from 'bson';
import { failure, notSupported, typeMismatch } from '../bson/mongo-error';
import {
  arithmetic,
  type DecimalParts,
  decimalFrom,
  decimalParts,
  divide,
  doubleValue,
  integerValue,
  roundQuotient,
  toDecimal,
  widerType,
} from '../bson/numbers';
import { asInteger, bsonType, isNullish, isNumber, toBigInt, toNumber } from '../bson/values';
import type { Operator } from './types';

/** The sum, difference or product; a long that overflows becomes a double, as in mongod. */
function compute(op: '+' | '-' | '*', a: unknown, b: unknown): unknown {
  const exact = arithmetic(op, a, b);
  if (exact !== undefined) return exact;
  const [x, y] = [toNumber(a), toNumber(b)];
  return doubleValue(op === '+' ? x + y : op === '-' ? x - y : x * y);
}

function shiftDate(date: Date, amount: unknown, sign: 1 | -1): Date {
  const shifted = new Date(date.getTime() + sign * Math.round(toNumber(amount)));
  if (Number.isNaN(shifted.getTime())) throw failure(15, 'date overflow');
  return shifted;
}

function add(args: unknown[]): unknown {
  if (args.some(isNullish)) return null;
  let date: Date | undefined;
  let sum: unknown = new Int32(0);
  for (const arg of args) {
    if (arg instanceof Date) {
      if (date) throw failure(16612, 'only one date allowed in an $add expression');
      date = arg;
    } else if (isNumber(arg)) sum = compute('+', sum, arg);
    else throw typeMismatch(`$add only supports numeric or date types, not ${bsonType(arg)}`);
  }
  return date ? shiftDate(date, sum, 1) : sum;
}

function subtract([a, b]: unknown[]): unknown {
  if (isNullish(a) || isNullish(b)) return null;
  if (isNumber(a) && isNumber(b)) return compute('-', a, b);
  if (a instanceof Date && b instanceof Date) return Long.fromNumber(a.getTime() - b.getTime());
  if (a instanceof Date && isNumber(b)) return shiftDate(a, b, -1);
  throw typeMismatch(`can't $subtract ${bsonType(b)} from ${bsonType(a)}`);
}

function multiply(args: unknown[]): unknown {
  if (args.some(isNullish)) return null;
  return args.reduce((product, arg) => {
    if (!isNumber(arg)) {
      throw typeMismatch(`$multiply only supports numeric types, not ${bsonType(arg)}`);
    }
    return compute('*', product, arg);
  }, new Int32(1));
}

function quotient([a, b]: unknown[]): unknown {
  if (isNullish(a) || isNullish(b)) return null;
  if (!isNumber(a) || !isNumber(b)) {
    throw typeMismatch(
      `$divide only supports numeric types, not ${bsonType(a)} and ${bsonType(b)}`,
    );
  }
  if (toNumber(b) === 0) throw failure(2, "can't $divide by zero");
  return divide(a, b);
}

function modulo([a, b]: unknown[]): unknown {
  if (isNullish(a) || isNullish(b)) return null;
  if (!isNumber(a) || !isNumber(b)) {
    throw failure(16611, `$mod only supports numeric types, not ${bsonType(a)} and ${bsonType(b)}`);
  }
  if (toNumber(b) === 0) throw failure(16610, "can't $mod by zero");
  const type = widerType(a, b);
  if (type === 'double') return doubleValue(toNumber(a) % toNumber(b));
  if (type !== 'decimal') return integerValue(toBigInt(a) % toBigInt(b), type);
  const [x, y] = [decimalParts(toDecimal(a)), decimalParts(toDecimal(b))];
  if (!x || !y) {
    return x && !Number.isNaN(toNumber(b)) ? toDecimal(a) : Decimal128.fromString('NaN');
  }
  const exponent = Math.min(x.exponent, y.exponent);
  const scaled = (part: DecimalParts) => part.coefficient * 10n ** BigInt(part.exponent - exponent);
  return decimalFrom({ coefficient: scaled(x) % scaled(y), exponent });
}

/** An operator of one number, null for null. */
function unary(name: string, run: (value: unknown) => unknown): Operator {
  return {
    min: 1,
    max: 1,
    run: ([value]) => {
      if (isNullish(value)) return null;
      if (!isNumber(value)) {
        throw failure(28765, `${name} only supports numeric types, not ${bsonType(value)}`);
      }
      return run(value);
    },
  };
}

const DOMAIN_CODES: Record<string, number> = { $sqrt: 28714, $ln: 28766, $log10: 28761 };

/** A function of doubles. Decimals are refused: JavaScript cannot compute it with 34 digits. */
function real(
  name: string,
  run: (value: number) => number,
  valid: (value: number) => string | undefined = () => undefined,
): Operator {
  return unary(name, (value) => {
    if (bsonType(value) === 'decimal') throw notSupported(`\`${name}\` of a decimal`);
    const number = toNumber(value);
    const complaint = valid(number);
    if (complaint) throw failure(DOMAIN_CODES[name] ?? 50989, complaint);
    return doubleValue(run(number));
  });
}

type Rounding = 'floor' | 'ceil' | 'trunc' | 'round';

/** Rounds coefficient / divisor; `round` is half to even. */
function roundBig(value: bigint, divisor: bigint, mode: Rounding): bigint {
  if (mode === 'round') return roundQuotient(value, divisor);
  const whole = value / divisor;
  const exact = whole * divisor === value;
  if (exact || mode === 'trunc') return whole;
  if (mode === 'floor') return value < 0n ? whole - 1n : whole;
  return value < 0n ? whole : whole + 1n;
}

function roundParts(parts: DecimalParts, place: number, mode: Rounding): DecimalParts {
  if (-parts.exponent <= place) return parts;
  const divisor = 10n ** BigInt(-parts.exponent - place);
  return { coefficient: roundBig(parts.coefficient, divisor, mode), exponent: -place };
}

function round(value: unknown, place: number, mode: Rounding): unknown {
  const type = bsonType(value);
  if (type === 'int' || type === 'long') {
    if (place >= 0) return value;
    const { coefficient, exponent } = roundParts(
      { coefficient: toBigInt(value), exponent: 0 },
      place,
      mode,
    );
    const rounded = integerValue(coefficient * 10n ** BigInt(exponent), type);
    if (rounded === undefined) {
      throw failure(51080, 'invalid conversion from Decimal128 result in $round');
    }
    return rounded;
  }
  if (type === 'decimal') {
    const parts = decimalParts(value as Decimal128);
    return parts ? decimalFrom(roundParts(parts, place, mode)) : value;
  }
  const number = toNumber(value);
  if (!Number.isFinite(number)) return value;
  const parts = decimalParts(Decimal128.fromString(number.toPrecision(34)));
  return parts ? doubleValue(toNumber(decimalFrom(roundParts(parts, place, mode)))) : value;
}

function rounding(name: string, mode: Rounding): Operator {
  return {
    min: 1,
    max: 2,
    run: ([value, place = 0]) => {
      if (isNullish(value) || place === null) return null;
      if (!isNumber(value)) {
        throw failure(51081, `${name} only supports numeric types, not ${bsonType(value)}`);
      }
      const digits = asInteger(place);
      if (digits === undefined) {
        throw failure(51082, `precision argument to ${name} must be an integral value`);
      }
      if (digits < -20 || digits > 100) {
        throw failure(
          51083,
          `cannot apply ${name} with precision value ${digits} value must be in [-20, 100]`,
        );
      }
      return round(value, digits, mode);
    },
  };
}

function power([base, exponent]: unknown[]): unknown {
  if (isNullish(base) || isNullish(exponent)) return null;
  if (!isNumber(base)) throw failure(28762, `$pow's base must be numeric, not ${bsonType(base)}`);
  if (!isNumber(exponent)) {
    throw failure(28763, `$pow's exponent must be numeric, not ${bsonType(exponent)}`);
  }
  const type = widerType(base, exponent);
  if (type === 'decimal') throw notSupported('`$pow` of a decimal');
  if (toNumber(base) === 0 && toNumber(exponent) < 0) {
    throw failure(28764, '$pow cannot take a base of 0 and a negative exponent');
  }
  const unit = type !== 'double' && [1, -1].includes(toNumber(base));
  if (unit) return integerValue(toBigInt(base) ** (toBigInt(exponent) & 1n), type);
  if (type === 'double' || toBigInt(exponent) < 0n) {
    return doubleValue(toNumber(base) ** toNumber(exponent));
  }
  const result = toNumber(base) ** toNumber(exponent);
  // Computed exactly only when the result may fit a long: a huge power would take forever.
  if (Math.abs(result) > 2 ** 63) return doubleValue(result);
  return integerValue(toBigInt(base) ** toBigInt(exponent), type) ?? doubleValue(result);
}

function logarithm([value, base]: unknown[]): unknown {
  if (isNullish(value) || isNullish(base)) return null;
  if (!isNumber(value)) {
    throw failure(28756, `$log's argument must be numeric, not ${bsonType(value)}`);
  }
  if (!isNumber(base)) throw failure(28757, `$log's base must be numeric, not ${bsonType(base)}`);
  if (widerType(value, base) === 'decimal') throw notSupported('`$log` of a decimal');
  const [x, b] = [toNumber(value), toNumber(base)];
  if (!(x > 0)) throw failure(28758, `$log's argument must be a positive number, but is ${x}`);
  if (!(b > 0) || b === 1) {
    throw failure(28759, `$log's base must be a positive number not equal to 1, but is ${b}`);
  }
  return doubleValue(Math.log(x) / Math.log(b));
}

function bitwise(name: string, start: bigint, run: (a: bigint, b: bigint) => bigint): Operator {
  return {
    min: 0,
    max: Number.POSITIVE_INFINITY,
    run: (args) => {
      if (args.some(isNullish)) return null;
      let type: 'int' | 'long' = 'int';
      let result = start;
      for (const arg of args) {
        const kind = bsonType(arg);
        if (kind !== 'int' && kind !== 'long') {
          throw typeMismatch(`${name} only supports int and long operands.`);
        }
        if (kind === 'long') type = 'long';
        result = run(result, toBigInt(arg));
      }
      return integerValue(result, type);
    },
  };
}

const inRange = (name: string, low: number, high: number) => (value: number) =>
  value < low || value > high
    ? `cannot apply ${name} to ${value}, value must be in [${low},${high}]`
    : undefined;
const finite = (name: string) => (value: number) =>
  Number.isFinite(value) || Number.isNaN(value)
    ? undefined
    : `cannot apply ${name} to ${value}, value must be in (-inf,inf)`;
const positive = (name: string) => (value: number) =>
  value <= 0 ? `${name}'s argument must be a positive number, but is ${value}` : undefined;

/** Arithmetic, trigonometry and bits. */
export const ARITHMETIC: Record<string, Operator> = {
  $add: { min: 0, max: Number.POSITIVE_INFINITY, run: add },
  $subtract: { min: 2, max: 2, run: subtract },
  $multiply: { min: 0, max: Number.POSITIVE_INFINITY, run: multiply },
  $divide: { min: 2, max: 2, run: quotient },
  $mod: { min: 2, max: 2, run: modulo },
  $pow: { min: 2, max: 2, run: power },
  $log: { min: 2, max: 2, run: logarithm },
  $abs: unary('$abs', (value) => {
    if (bsonType(value) === 'long' && toBigInt(value) === -(2n ** 63n)) {
      throw failure(28680, "can't take $abs of long long min");
    }
    const negative = toNumber(value) < 0 || Object.is(toNumber(value), -0);
    return negative ? compute('-', new Int32(0), value) : value;
  }),
  $ceil: unary('$ceil', (value) => round(value, 0, 'ceil')),
  $floor: unary('$floor', (value) => round(value, 0, 'floor')),
  $trunc: rounding('$trunc', 'trunc'),
  $round: rounding('$round', 'round'),
  $sqrt: real('$sqrt', Math.sqrt, (value) =>
    value < 0 ? "$sqrt's argument must be greater than or equal to 0" : undefined,
  ),
  $exp: real('$exp', Math.exp),
  $ln: real('$ln', Math.log, positive('$ln')),
  $log10: real('$log10', Math.log10, positive('$log10')),
  $sin: real('$sin', Math.sin, finite('$sin')),
  $cos: real('$cos', Math.cos, finite('$cos')),
  $tan: real('$tan', Math.tan, finite('$tan')),
  $asin: real('$asin', Math.asin, inRange('$asin', -1, 1)),
  $acos: real('$acos', Math.acos, inRange('$acos', -1, 1)),
  $atan: real('$atan', Math.atan),
  $sinh: real('$sinh', Math.sinh),
  $cosh: real('$cosh', Math.cosh),
  $tanh: real('$tanh', Math.tanh),
  $asinh: real('$asinh', Math.asinh),
  $acosh: real('$acosh', Math.acosh, inRange('$acosh', 1, Number.POSITIVE_INFINITY)),
  $atanh: real('$atanh', Math.atanh, inRange('$atanh', -1, 1)),
  $degreesToRadians: real('$degreesToRadians', (value) => value * (Math.PI / 180)),
  $radiansToDegrees: real('$radiansToDegrees', (value) => value * (180 / Math.PI)),
  $bitAnd: bitwise('$bitAnd', -1n, (a, b) => a & b),
  $bitOr: bitwise('$bitOr', 0n, (a, b) => a | b),
  $bitXor: bitwise('$bitXor', 0n, (a, b) => a ^ b),
  $bitNot: unary('$bitNot', (value) => {
    const type = bsonType(value);
    if (type !== 'int' && type !== 'long') {
      throw typeMismatch(`$bitNot only supports int and long, not: ${type}.`);
    }
    return integerValue(~toBigInt(value), type);
  }),
};
