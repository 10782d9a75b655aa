import { encodeKey } from '../bson/key-encoding';
import { failure } from '../bson/mongo-error';
import { countValue } from '../bson/numbers';
import { compareValues } from '../bson/order';
import {
  asInteger,
  bsonType,
  type Document,
  fieldsOf,
  getOwn,
  isDocument,
  isNullish,
  isTruthy,
  setOwn,
} from '../bson/values';
import { checkCount, extremes, FOLDS } from './folds';
import { compareBySort, parseSort } from './sort';
import type { Evaluation, NamedOperator, Operator } from './types';

const ANY = Number.POSITIVE_INFINITY;

function element(name: string, pick: (items: unknown[]) => unknown): Operator {
  return {
    min: 1,
    max: 1,
    run: ([items]) => {
      if (isNullish(items)) return null;
      if (!Array.isArray(items)) {
        throw failure(28689, `${name}'s argument must be an array, but is ${bsonType(items)}`);
      }
      return pick(items);
    },
  };
}

function elementAt([items, at]: unknown[]): unknown {
  if (isNullish(items) || isNullish(at)) return null;
  if (!Array.isArray(items)) {
    throw failure(
      28689,
      `$arrayElemAt's first argument must be an array, but is ${bsonType(items)}`,
    );
  }
  const index = asInteger(at);
  if (index === undefined) {
    throw failure(
      28690,
      `$arrayElemAt's second argument must be a numeric value, but is ${bsonType(at)}`,
    );
  }
  return items.at(index);
}

function slice(args: unknown[]): unknown {
  const [items, first, second] = args;
  if (args.some(isNullish)) return null;
  if (!Array.isArray(items)) {
    throw failure(
      28724,
      `First argument to $slice must be an array, but is of type: ${bsonType(items)}`,
    );
  }
  const a = asInteger(first);
  if (a === undefined) {
    throw failure(
      28725,
      `Second argument to $slice must be a numeric value, but is of type: ${bsonType(first)}`,
    );
  }
  if (args.length === 2) return a < 0 ? items.slice(a) : items.slice(0, a);
  const count = asInteger(second);
  if (count === undefined || count <= 0) {
    throw failure(28729, `Third argument to $slice must be positive: ${String(second)}`);
  }
  const start = a < 0 ? Math.max(0, items.length + a) : a;
  return items.slice(start, start + count);
}

function indexOfArray(
  [items, wanted, start = 0, end]: unknown[],
  { collation }: Evaluation,
): unknown {
  if (isNullish(items)) return null;
  if (!Array.isArray(items)) {
    throw failure(
      40090,
      `$indexOfArray requires an array as a first argument, found: ${bsonType(items)}`,
    );
  }
  const [from, to] = [asInteger(start), end === undefined ? items.length : asInteger(end)];
  if (from === undefined || to === undefined) {
    throw failure(40096, '$indexOfArray requires an integral index');
  }
  if (from < 0 || to < 0) throw failure(40097, '$indexOfArray requires a nonnegative index');
  for (let i = from; i < Math.min(to, items.length); i++) {
    if (compareValues(items[i], wanted, collation) === 0) return countValue(i);
  }
  return countValue(-1);
}

function range([start, end, step = 1]: unknown[]): unknown {
  const [from, to, by] = [start, end, step].map((value, i) => {
    const integer = asInteger(value);
    if (integer === undefined) {
      throw failure(
        34443 + 2 * i,
        `$range requires a numeric value, found value of type:${bsonType(value)}`,
      );
    }
    return integer;
  });
  if (from === undefined || to === undefined || by === undefined || by === 0) {
    throw failure(34449, '$range requires a non-zero step value');
  }
  if ((to - from) / by > 10_000_000) throw failure(146, '$range would use too much memory');
  const out: unknown[] = [];
  for (let at = from; by > 0 ? at < to : at > to; at += by) out.push(countValue(at));
  return out;
}

function sortArray({ input, sortBy }: Record<string, unknown>, { collation }: Evaluation): unknown {
  if (isNullish(input)) return null;
  if (!Array.isArray(input)) {
    throw failure(
      2942504,
      `The input argument to $sortArray must be an array, but was of type: ${bsonType(input)}`,
    );
  }
  if (isDocument(sortBy)) {
    const compare = compareBySort(parseSort(sortBy), collation);
    // A value that is not a document has no fields.
    const fields = (item: unknown): Document => (isDocument(item) ? item : {});
    return [...input].sort((a, b) => compare(fields(a), fields(b)));
  }
  const direction = asInteger(sortBy);
  if (direction !== 1 && direction !== -1) {
    throw failure(2942507, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
  }
  return [...input].sort((a, b) => direction * compareValues(a, b, collation));
}

function zip({ inputs, useLongestLength = false, defaults }: Record<string, unknown>): unknown {
  if (isNullish(inputs)) return null;
  if (!Array.isArray(inputs)) {
    throw failure(34461, `inputs must be an array of expressions, found ${bsonType(inputs)}`);
  }
  if (inputs.some(isNullish)) return null;
  const arrays = inputs.map((items: unknown) => {
    if (!Array.isArray(items)) {
      throw failure(34468, `$zip found a non-array expression in input: ${bsonType(items)}`);
    }
    return items as unknown[];
  });
  if (defaults !== undefined && useLongestLength !== true) {
    throw failure(34466, 'cannot specify defaults unless useLongestLength is true');
  }
  const filler = Array.isArray(defaults) ? (defaults as unknown[]) : [];
  if (defaults !== undefined && filler.length !== arrays.length) {
    throw failure(34467, 'defaults and inputs must have the same length');
  }
  const lengths = arrays.length === 0 ? [0] : arrays.map((items) => items.length);
  const length = useLongestLength === true ? Math.max(...lengths) : Math.min(...lengths);
  return Array.from({ length }, (_, i) =>
    arrays.map((items, j) => (i < items.length ? items[i] : (filler[j] ?? null))),
  );
}

function arrayToObject([items]: unknown[]): unknown {
  if (isNullish(items)) return null;
  if (!Array.isArray(items)) {
    throw failure(40386, `$arrayToObject requires an array input, found: ${bsonType(items)}`);
  }
  const out: Document = {};
  for (const item of items as unknown[]) {
    const pair = Array.isArray(item)
      ? (item as unknown[])
      : isDocument(item)
        ? [getOwn(item, 'k'), getOwn(item, 'v')]
        : undefined;
    if (pair?.length !== 2 || (isDocument(item) && Object.keys(item).length !== 2)) {
      throw failure(40392, '$arrayToObject requires pairs [key, value] or documents { k, v }');
    }
    const [key, value] = pair;
    if (typeof key !== 'string') {
      throw failure(40394, `$arrayToObject requires keys of type string, found: ${bsonType(key)}`);
    }
    if (key.includes('\0')) throw failure(40395, 'Key field cannot contain an embedded null byte');
    setOwn(out, key, value ?? null);
  }
  return out;
}

function objectToArray([value]: unknown[]): unknown {
  if (isNullish(value)) return null;
  if (!isDocument(value)) {
    throw failure(40390, `$objectToArray requires a document input, found: ${bsonType(value)}`);
  }
  return Object.entries(fieldsOf(value)).map(([k, v]) => ({ k, v }));
}

function keyed(items: unknown[], { collation }: Evaluation): Map<string, unknown> {
  const set = new Map<string, unknown>();
  for (const item of items) {
    const key = encodeKey([item], [1], collation).toString('latin1');
    if (!set.has(key)) set.set(key, item);
  }
  return set;
}

type Sets = Map<string, unknown>[];

/** A set operator; with `nulls` a null argument gives null instead of an error. */
function sets(
  name: string,
  code: number,
  min: number,
  max: number,
  nulls: boolean,
  run: (sets: Sets) => unknown,
): Operator {
  return {
    min,
    max,
    run: (args, evaluation) => {
      if (nulls && args.some(isNullish)) return null;
      return run(
        args.map((items) => {
          if (!Array.isArray(items)) {
            throw failure(
              code,
              `All operands of ${name} must be arrays. One argument is of type: ${bsonType(items)}`,
            );
          }
          return keyed(items, evaluation);
        }),
      );
    },
  };
}

const within = (
  a: Map<string, unknown> | undefined,
  b: Map<string, unknown> | undefined,
): boolean => [...(a?.keys() ?? [])].every((key) => b?.has(key));

function quantifier(name: string, code: number, holds: (items: unknown[]) => boolean): Operator {
  return {
    min: 1,
    max: 1,
    run: ([items]) => {
      if (!Array.isArray(items)) {
        throw failure(code, `${name}'s argument must be an array, but is ${bsonType(items)}`);
      }
      return holds(items);
    },
  };
}

/** An accumulator as expression: over its arguments, or over the array that is its only one. */
function folded(name: string): Operator {
  return {
    min: 0,
    max: ANY,
    run: (args, { collation }) => {
      const fold = FOLDS[name]?.(collation);
      const [only] = args;
      for (const value of args.length === 1 && Array.isArray(only) ? (only as unknown[]) : args) {
        fold?.add(value);
      }
      return fold?.result();
    },
  };
}

function several(
  name: string,
  pick: (items: unknown[], n: number, evaluation: Evaluation) => unknown[],
): NamedOperator {
  return {
    named: ['input', 'n'],
    required: ['input', 'n'],
    run: ({ input, n }, evaluation) => {
      const count = checkCount(n);
      if (!Array.isArray(input)) {
        throw failure(5788200, `Input must be an array, found ${name}: ${bsonType(input)}`);
      }
      return pick(input, count, evaluation);
    },
  };
}

/** Arrays, sets, objects, and the accumulators that are expressions too. */
export const ARRAYS: Record<string, Operator | NamedOperator> = {
  $arrayElemAt: { min: 2, max: 2, run: elementAt },
  $first: element('$first', (items) => items[0]),
  $last: element('$last', (items) => items.at(-1)),
  $slice: { min: 2, max: 3, run: slice },
  $concatArrays: {
    min: 0,
    max: ANY,
    run: (args) => {
      if (args.some(isNullish)) return null;
      return args.flatMap((items) => {
        if (!Array.isArray(items)) {
          throw failure(28664, `$concatArrays only supports arrays, not ${bsonType(items)}`);
        }
        return items as unknown[];
      });
    },
  },
  $in: {
    min: 2,
    max: 2,
    run: ([value, items], { collation }) => {
      if (!Array.isArray(items)) {
        throw failure(
          40081,
          `$in requires an array as a second argument, found: ${bsonType(items)}`,
        );
      }
      return (
        value !== undefined && items.some((item) => compareValues(value, item, collation) === 0)
      );
    },
  },
  $indexOfArray: { min: 2, max: 4, run: indexOfArray },
  $isArray: { min: 1, max: 1, run: ([value]) => Array.isArray(value) },
  $range: { min: 2, max: 3, run: range },
  $reverseArray: element('$reverseArray', (items) => items.toReversed()),
  $size: {
    min: 1,
    max: 1,
    run: ([items]) => {
      if (!Array.isArray(items)) {
        throw failure(
          17124,
          `The argument to $size must be an array, but was of type: ${bsonType(items)}`,
        );
      }
      return countValue(items.length);
    },
  },
  $sortArray: { named: ['input', 'sortBy'], required: ['input', 'sortBy'], run: sortArray },
  $zip: { named: ['inputs', 'useLongestLength', 'defaults'], required: ['inputs'], run: zip },
  $arrayToObject: { min: 1, max: 1, run: arrayToObject },
  $objectToArray: { min: 1, max: 1, run: objectToArray },
  $firstN: several('$firstN', (items, n) => items.slice(0, n)),
  $lastN: several('$lastN', (items, n) => items.slice(-n)),
  $minN: several('$minN', (items, n, { collation }) => extremes(items, n, 1, collation)),
  $maxN: several('$maxN', (items, n, { collation }) => extremes(items, n, -1, collation)),
  $setUnion: sets('$setUnion', 17043, 0, ANY, true, (all) => [
    ...new Map(all.flatMap((set) => [...set])).values(),
  ]),
  $setIntersection: sets('$setIntersection', 17047, 0, ANY, true, ([first, ...rest]) =>
    [...(first ?? [])]
      .filter(([key]) => rest.every((set) => set.has(key)))
      .map(([, value]) => value),
  ),
  $setDifference: sets('$setDifference', 17048, 2, 2, true, ([a, b]) =>
    [...(a ?? [])].filter(([key]) => !b?.has(key)).map(([, value]) => value),
  ),
  $setEquals: sets('$setEquals', 17044, 2, ANY, false, ([first, ...rest]) =>
    rest.every((set) => within(first, set) && within(set, first)),
  ),
  $setIsSubset: sets('$setIsSubset', 17046, 2, 2, false, ([a, b]) => within(a, b)),
  $allElementsTrue: quantifier('$allElementsTrue', 17040, (items) => items.every(isTruthy)),
  $anyElementTrue: quantifier('$anyElementTrue', 17041, (items) => items.some(isTruthy)),
  $sum: folded('$sum'),
  $avg: folded('$avg'),
  $min: folded('$min'),
  $max: folded('$max'),
  $stdDevPop: folded('$stdDevPop'),
  $stdDevSamp: folded('$stdDevSamp'),
  $mergeObjects: folded('$mergeObjects'),
};
