import { Decimal128, Double, Int32, Long } from 'bson';
import { bsonType, toBigInt, toNumber } from './values';

/** The four number types in the order in which arithmetic widens them. */
export type NumberType = 'int' | 'long' | 'double' | 'decimal';
const WIDTH: NumberType[] = ['int', 'long', 'double', 'decimal'];

const INT32_MIN = -(2n ** 31n);
const INT32_MAX = 2n ** 31n - 1n;
const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
const DECIMAL_DIGITS = 34;

/** The wider of the types of two numbers. */
export function widerType(a: unknown, b: unknown): NumberType {
  const [x, y] = [bsonType(a), bsonType(b)];
  return WIDTH.findLast((type) => type === x || type === y) ?? 'int';
}

/** An integer as int where both operands were int and it fits, else as long; undefined beyond 64 bits. */
export function integerValue(value: bigint, type: NumberType = 'int'): unknown {
  if (type === 'int' && value >= INT32_MIN && value <= INT32_MAX) return new Int32(Number(value));
  return value >= INT64_MIN && value <= INT64_MAX ? Long.fromBigInt(value) : undefined;
}

/** A number as a BSON double. */
export const doubleValue = (value: number): Double => new Double(value);

/** A JavaScript count or index as int, or long where it does not fit. */
export function countValue(value: number): unknown {
  return integerValue(BigInt(value));
}

/**
 * Adds, subtracts or multiplies as mongod does: int widens to long, either to double, all to
 * decimal. Undefined when a 64-bit integer overflows.
 */
export function arithmetic(op: '+' | '-' | '*', a: unknown, b: unknown): unknown {
  const type = widerType(a, b);
  if (type === 'decimal') return decimalArithmetic(op, a, b);
  if (type === 'double') {
    const [x, y] = [toNumber(a), toNumber(b)];
    return new Double(op === '+' ? x + y : op === '-' ? x - y : x * y);
  }
  const [x, y] = [toBigInt(a), toBigInt(b)];
  return integerValue(op === '+' ? x + y : op === '-' ? x - y : x * y, type);
}

/** A finite decimal is coefficient x 10^exponent. */
export interface DecimalParts {
  coefficient: bigint;
  exponent: number;
}

/** A number of any type as a Decimal128; a double keeps 15 digits, as in mongod. */
export function toDecimal(value: unknown): Decimal128 {
  const type = bsonType(value);
  if (type === 'decimal') return value as Decimal128;
  if (type === 'double') {
    const number = toNumber(value);
    if (!Number.isFinite(number)) return Decimal128.fromString(String(number));
    return Decimal128.fromString(number === 0 ? '0' : number.toPrecision(15));
  }
  return Decimal128.fromString(String(toBigInt(value)));
}

/** The parts of a decimal; undefined for NaN and the infinities. */
export function decimalParts(value: Decimal128): DecimalParts | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:E([+-]?\d+))?$/.exec(value.toString());
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = '', power = '0'] = match;
  return {
    coefficient: BigInt(`${sign}${whole}${fraction}`),
    exponent: Number(power) - fraction.length,
  };
}

/** Rounds half to even to the 34 digits a decimal can hold. */
export function decimalFrom({ coefficient, exponent }: DecimalParts): Decimal128 {
  const digits = String(coefficient < 0n ? -coefficient : coefficient).length;
  const surplus = digits - DECIMAL_DIGITS;
  if (surplus <= 0) return Decimal128.fromString(`${coefficient}E${exponent}`);
  const rounded = roundQuotient(coefficient, 10n ** BigInt(surplus));
  return decimalFrom({ coefficient: rounded, exponent: exponent + surplus });
}

/** Integer division that rounds half to even. */
export function roundQuotient(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  const rest = value - quotient * divisor;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const up = twice > divisor || (twice === divisor && quotient % 2n !== 0n);
  return up ? quotient + (value < 0n ? -1n : 1n) : quotient;
}

function decimalArithmetic(op: '+' | '-' | '*', a: unknown, b: unknown): Decimal128 {
  const [left, right] = [toDecimal(a), toDecimal(b)];
  const [x, y] = [decimalParts(left), decimalParts(right)];
  if (!x || !y) {
    // NaN and infinities follow the same rules as doubles.
    const [m, n] = [toNumber(left), toNumber(right)];
    return Decimal128.fromString(String(op === '+' ? m + n : op === '-' ? m - n : m * n));
  }
  if (op === '*') {
    return decimalFrom({
      coefficient: x.coefficient * y.coefficient,
      exponent: x.exponent + y.exponent,
    });
  }
  const exponent = Math.min(x.exponent, y.exponent);
  // With exponents further apart the smaller number changes no digit, and the power would be huge.
  const far = Math.abs(x.exponent - y.exponent) > 4 * DECIMAL_DIGITS;
  if (far && x.coefficient !== 0n && y.coefficient !== 0n) {
    const [large, negate] = x.exponent > y.exponent ? [x, false] : [y, op === '-'];
    return decimalFrom(widen(negate ? { ...large, coefficient: -large.coefficient } : large));
  }
  const scaled = (part: DecimalParts) => part.coefficient * 10n ** BigInt(part.exponent - exponent);
  const right2 = scaled(y);
  return decimalFrom({
    coefficient: op === '+' ? scaled(x) + right2 : scaled(x) - right2,
    exponent,
  });
}

/** The same decimal with all 34 digits written out. */
function widen({ coefficient, exponent }: DecimalParts): DecimalParts {
  const digits = String(coefficient < 0n ? -coefficient : coefficient).length;
  const room = Math.max(0, DECIMAL_DIGITS - digits);
  return { coefficient: coefficient * 10n ** BigInt(room), exponent: exponent - room };
}

/** Division: a double, or a decimal when either operand is one. The divisor is not zero. */
export function divide(a: unknown, b: unknown): unknown {
  if (widerType(a, b) !== 'decimal') return new Double(toNumber(a) / toNumber(b));
  const [left, right] = [toDecimal(a), toDecimal(b)];
  const [x, y] = [decimalParts(left), decimalParts(right)];
  if (!x || !y || y.coefficient === 0n) {
    return Decimal128.fromString(String(toNumber(left) / toNumber(right)));
  }
  const sign = y.coefficient < 0n ? -1n : 1n;
  const scale = 10n ** BigInt(2 * DECIMAL_DIGITS);
  const scaled = x.coefficient * scale * sign;
  const divisor = y.coefficient * sign;
  const exact = scaled % divisor === 0n;
  // Digits that are cut off become one last odd digit, so that rounding knows there were some.
  const quotient = exact ? scaled / divisor : (scaled / divisor) * 10n + (scaled < 0n ? -1n : 1n);
  const exponent = x.exponent - y.exponent - 2 * DECIMAL_DIGITS - (exact ? 0 : 1);
  return decimalFrom(
    exact
      ? shortest(quotient, exponent, x.exponent - y.exponent)
      : { coefficient: quotient, exponent },
  );
}

/** An exact quotient without the trailing zeros that scaling added. */
function shortest(coefficient: bigint, exponent: number, ideal: number): DecimalParts {
  let [digits, power] = [coefficient, exponent];
  while (power < ideal && digits % 10n === 0n) {
    digits /= 10n;
    power++;
  }
  return { coefficient: digits, exponent: power };
}

/** A number cut to an integer, exactly; undefined for NaN and the infinities. */
export function truncate(value: unknown): bigint | undefined {
  const type = bsonType(value);
  if (type === 'int' || type === 'long') return toBigInt(value);
  if (type === 'double') {
    const number = toNumber(value);
    return Number.isFinite(number) ? BigInt(Math.trunc(number)) : undefined;
  }
  const parts = type === 'decimal' ? decimalParts(value as Decimal128) : undefined;
  if (!parts) return undefined;
  const { coefficient, exponent } = parts;
  return exponent < 0
    ? coefficient / 10n ** BigInt(-exponent)
    : coefficient * 10n ** BigInt(exponent);
}

/** Whether an integer fits a BSON long. */
export const fitsLong = (value: bigint): boolean => value >= INT64_MIN && value <= INT64_MAX;
