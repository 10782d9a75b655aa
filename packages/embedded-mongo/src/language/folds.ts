import type { Collation } from '../bson/collation';
import { encodeKey } from '../bson/key-encoding';
import { failure } from '../bson/mongo-error';
import {
  arithmetic,
  divide,
  doubleValue,
  integerValue,
  type NumberType,
  toDecimal,
  widerType,
} from '../bson/numbers';
import { compareValues } from '../bson/order';
import {
  asInteger,
  bsonType,
  copyDocument,
  type Document,
  fieldsOf,
  isDocument,
  isNumber,
  setOwn,
  toBigInt,
  toNumber,
} from '../bson/values';

/** Accumulators that look at one value at a time; several of them are expressions as well. */
export interface Fold {
  add(value: unknown): void;
  result(): unknown;
}

/** A sum that keeps number types; of doubles it also sums the rounding errors. */
class Sum implements Fold {
  #type: NumberType = 'int';
  #whole = 0n;
  #double = 0;
  #carry = 0;
  #decimal: unknown = undefined;
  count = 0;

  add(value: unknown): void {
    if (!isNumber(value)) return;
    this.count++;
    this.#type = widerType(this.#type === 'int' ? 0 : SAMPLE[this.#type], value);
    const type = bsonType(value);
    if (type === 'decimal') {
      this.#decimal = this.#decimal === undefined ? value : arithmetic('+', this.#decimal, value);
    } else if (type === 'double') this.#addDouble(toNumber(value));
    else this.#whole += toBigInt(value);
  }

  #addDouble(value: number): void {
    const sum = this.#double + value;
    if (Number.isFinite(sum)) {
      this.#carry +=
        Math.abs(this.#double) >= Math.abs(value)
          ? this.#double - sum + value
          : value - sum + this.#double;
    }
    this.#double = sum;
  }

  result(): unknown {
    const double = Number.isFinite(this.#double) ? this.#double + this.#carry : this.#double;
    if (this.#type === 'decimal') {
      const rest = arithmetic('+', this.#decimal ?? 0, toDecimal(doubleValue(double)));
      return arithmetic(
        '+',
        rest,
        toDecimal(integerValue(this.#whole) ?? doubleValue(Number(this.#whole))),
      );
    }
    if (this.#type === 'double') return doubleValue(double + Number(this.#whole));
    return integerValue(this.#whole, this.#type) ?? doubleValue(Number(this.#whole));
  }
}

const SAMPLE: Record<NumberType, unknown> = {
  int: 0,
  long: 0n,
  double: doubleValue(0.5),
  decimal: toDecimal(0),
};

class Average implements Fold {
  readonly #sum = new Sum();
  add(value: unknown): void {
    this.#sum.add(value);
  }
  result(): unknown {
    return this.#sum.count === 0 ? null : divide(this.#sum.result(), this.#sum.count);
  }
}

class Extreme implements Fold {
  readonly #direction: 1 | -1;
  readonly #collation: Collation | undefined;
  #best: unknown = null;
  #found = false;
  constructor(direction: 1 | -1, collation?: Collation) {
    this.#direction = direction;
    this.#collation = collation;
  }
  add(value: unknown): void {
    if (value === undefined || value === null) return;
    if (this.#found && this.#direction * compareValues(value, this.#best, this.#collation) >= 0) {
      return;
    }
    this.#best = value;
    this.#found = true;
  }
  result(): unknown {
    return this.#best;
  }
}

/** Welford's running deviation. */
class Deviation implements Fold {
  readonly #sample: boolean;
  #count = 0;
  #mean = 0;
  #squares = 0;
  constructor(sample: boolean) {
    this.#sample = sample;
  }
  add(value: unknown): void {
    if (!isNumber(value)) return;
    const number = toNumber(value);
    this.#count++;
    const delta = number - this.#mean;
    this.#mean += delta / this.#count;
    this.#squares += delta * (number - this.#mean);
  }
  result(): unknown {
    const degrees = this.#sample ? this.#count - 1 : this.#count;
    return degrees <= 0 ? null : doubleValue(Math.sqrt(this.#squares / degrees));
  }
}

class Merge implements Fold {
  #merged: Document = {};
  add(value: unknown): void {
    if (value === undefined || value === null) return;
    if (!isDocument(value)) {
      throw failure(
        40400,
        `$mergeObjects requires object inputs, but input is of type ${bsonType(value)}`,
      );
    }
    for (const [name, field] of Object.entries(fieldsOf(value))) setOwn(this.#merged, name, field);
  }
  result(): unknown {
    return copyDocument(this.#merged);
  }
}

class List implements Fold {
  readonly #list: unknown[] = [];
  add(value: unknown): void {
    if (value !== undefined) this.#list.push(value);
  }
  result(): unknown {
    return this.#list;
  }
}

class Distinct implements Fold {
  readonly #collation: Collation | undefined;
  readonly #values = new Map<string, unknown>();
  constructor(collation?: Collation) {
    this.#collation = collation;
  }
  add(value: unknown): void {
    if (value === undefined) return;
    const key = encodeKey([value], [1], this.#collation).toString('latin1');
    if (!this.#values.has(key)) this.#values.set(key, value);
  }
  result(): unknown {
    return [...this.#values.values()];
  }
}

class First implements Fold {
  #value: unknown;
  #found = false;
  add(value: unknown): void {
    if (!this.#found) this.#value = value;
    this.#found = true;
  }
  result(): unknown {
    return this.#value;
  }
}

class Last implements Fold {
  #value: unknown;
  add(value: unknown): void {
    this.#value = value;
  }
  result(): unknown {
    return this.#value;
  }
}

/** The accumulators of a single value, by name. */
export const FOLDS: Record<string, (collation?: Collation) => Fold> = {
  $sum: () => new Sum(),
  $avg: () => new Average(),
  $min: (collation) => new Extreme(1, collation),
  $max: (collation) => new Extreme(-1, collation),
  $stdDevPop: () => new Deviation(false),
  $stdDevSamp: () => new Deviation(true),
  $mergeObjects: () => new Merge(),
  $push: () => new List(),
  $addToSet: (collation) => new Distinct(collation),
  $first: () => new First(),
  $last: () => new Last(),
};

/** The `n` of `$firstN` and its like. */
export function checkCount(value: unknown): number {
  const count = asInteger(value);
  if (count === undefined) {
    throw failure(5787902, `Value for 'n' must be of integral type, but found ${bsonType(value)}`);
  }
  if (count <= 0) throw failure(5787908, `'n' must be greater than 0, found ${count}`);
  return count;
}

/** The n least (direction 1) or greatest values that are neither null nor missing. */
export function extremes(
  list: unknown[],
  n: number,
  direction: 1 | -1,
  collation?: Collation,
): unknown[] {
  return list
    .filter((value) => value !== null && value !== undefined)
    .sort((a, b) => direction * compareValues(a, b, collation))
    .slice(0, n);
}
