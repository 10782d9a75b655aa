import { BSONRegExp } from 'bson';
import type { Collation } from '../bson/collation';
import { KEY_BYTES } from '../bson/index-keys';
import { encodeBracket, encodeKey } from '../bson/key-encoding';
import { EMPTY_ARRAY, typeRank } from '../bson/order';
import { bsonType } from '../bson/values';
import type { Constraint } from '../language/types';
import type { Index } from '../storage/catalog';
import { successor } from '../storage/store-keys';

export type PathConstraint = Extract<Constraint, { kind: 'path' }>;

/** low <= bytes < high; a point holds one value alone. */
interface Interval {
  low: Buffer;
  high: Buffer;
  point: boolean;
}

export interface FieldBounds {
  intervals: Interval[];
  /** The bounds express these constraints completely. */
  covers: PathConstraint[];
  /** Neither null nor a missing field lies within the bounds. */
  present: boolean;
  /** For explain. */
  text: string;
}

export interface KeyRange {
  low: Buffer;
  high: Buffer;
  /** When ranges are merged: how many bytes to pass over before comparing entries. */
  prefix: number;
}

/** With more points than this in one index scan, the remaining fields are left to the filter. */
const MAX_POINTS = 2_000;

export function flatten(constraint: Constraint): Constraint[] {
  return constraint.kind === 'and' ? constraint.all.flatMap(flatten) : [constraint];
}

/** Whether equality with this value is the same as equality of index keys. */
export function isScalar(value: unknown): boolean {
  const type = bsonType(value);
  return type !== 'array' && type !== 'regex' && type !== 'missing' && type !== 'null';
}

/** Bounds of the leading fields: points, followed by at most one range. */
export function boundFields(
  index: Index,
  paths: PathConstraint[],
  simple: boolean,
  collation: Collation | undefined,
): FieldBounds[] {
  const fields: FieldBounds[] = [];
  let points = 1;
  for (const [i, path] of index.paths.entries()) {
    const multikey = index.multikey[i] ?? false;
    // Two fields of one array: their values need not come from the same element.
    const coupled =
      multikey &&
      index.paths.slice(0, i).some((other, j) => index.multikey[j] && sharesRoot(other, path));
    if (coupled) break;
    const own = paths.filter((one) => one.path === path);
    const bounds = fieldBounds(own, multikey, collation);
    if (!bounds || (!simple && !ignoresCollation(bounds, own))) break;
    // Keys folded by a collation are equal when the strings are, but not in their order.
    const pointsOnly = bounds.intervals.every(({ point }) => point);
    if (index.collation && !pointsOnly) break;
    if (points * bounds.intervals.length > MAX_POINTS && i > 0) break;
    points *= bounds.intervals.length;
    const inverted = index.directions[i] === -1;
    fields.push(
      inverted ? { ...bounds, intervals: bounds.intervals.map(invert).reverse() } : bounds,
    );
    if (!pointsOnly) break;
  }
  return fields;
}

const sharesRoot = (a: string, b: string): boolean => a.split('.')[0] === b.split('.')[0];

/** Numbers, dates, ids and the like compare alike under every collation. */
function ignoresCollation(bounds: FieldBounds, own: PathConstraint[]): boolean {
  return (
    bounds.covers.length > 0 &&
    own.every((one) =>
      (one.values ?? [one.value]).every((value) =>
        ['int', 'long', 'double', 'decimal', 'objectId', 'bool', 'date', 'timestamp'].includes(
          bsonType(value),
        ),
      ),
    )
  );
}

function fieldBounds(
  own: PathConstraint[],
  multikey: boolean,
  collation: Collation | undefined,
): FieldBounds | undefined {
  const single = own.map((one) => constraintBounds(one, collation)).filter((b) => b !== undefined);
  if (single.length === 0) return undefined;
  // Different elements of an array may satisfy different constraints: only one gives bounds.
  const points = single.find(({ intervals }) => intervals.every(({ point }) => point));
  if (multikey) return points ?? single[0];
  let result: FieldBounds | undefined;
  for (const bounds of single) {
    result = result ? intersect(result, bounds) : bounds;
  }
  return result;
}

function intersect(a: FieldBounds, b: FieldBounds): FieldBounds {
  const intervals: Interval[] = [];
  for (const x of a.intervals) {
    for (const y of b.intervals) {
      const low = Buffer.compare(x.low, y.low) >= 0 ? x.low : y.low;
      const high = Buffer.compare(x.high, y.high) <= 0 ? x.high : y.high;
      if (Buffer.compare(low, high) < 0) intervals.push({ low, high, point: x.point || y.point });
    }
  }
  return {
    intervals,
    covers: [...a.covers, ...b.covers],
    present: a.present || b.present,
    text: `${a.text} and ${b.text}`,
  };
}

function point(value: unknown, collation: Collation | undefined): Interval {
  const low = encodeKey([value], [1], collation);
  return { low, high: successor(low), point: true };
}

/** Intervals of index values; every document that meets the constraint has a value in one. */
function constraintBounds(
  one: PathConstraint,
  collation: Collation | undefined,
): FieldBounds | undefined {
  switch (one.op) {
    case 'eq':
    case 'in': {
      const values = one.op === 'eq' ? [one.value] : (one.values ?? []);
      const intervals: Interval[] = [];
      for (const value of values) {
        const type = bsonType(value);
        if (type === 'regex') return undefined;
        intervals.push(...equalTo(value, collation));
      }
      return {
        intervals: distinct(intervals),
        covers: values.every(isScalar) ? [one] : [],
        present: values.every((value) => isScalar(value) || bsonType(value) === 'array'),
        text: one.op === 'eq' ? 'point' : `${values.length} points`,
      };
    }
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return rangeBounds(one, collation);
    case 'regexPrefix': {
      if (collation || typeof one.value !== 'string' || one.value === '') return undefined;
      // A stored regular expression matches itself, so that type is always within the bounds.
      const start = encodeKey([one.value], [1]).subarray(0, -2);
      const stored = encodeBracket(new BSONRegExp(''));
      return {
        intervals: [
          { low: start, high: successor(start), point: false },
          { ...stored, point: false },
        ],
        covers: [],
        present: true,
        text: 'prefix',
      };
    }
    default:
      return undefined;
  }
}

function equalTo(value: unknown, collation: Collation | undefined): Interval[] {
  if (!Array.isArray(value)) return [point(value, collation)];
  // `a: [1, 2]` has entries 1 and 2; as an element of a larger array it is an entry itself.
  const first: unknown = value.length === 0 ? EMPTY_ARRAY : value[0];
  return [point(first === undefined ? null : first, collation), point(value, collation)];
}

function distinct(intervals: Interval[]): Interval[] {
  const sorted = intervals.toSorted((a, b) => Buffer.compare(a.low, b.low));
  return sorted.filter((one, i) => i === 0 || !sorted[i - 1]?.low.equals(one.low));
}

function rangeBounds(
  one: PathConstraint,
  collation: Collation | undefined,
): FieldBounds | undefined {
  const type = bsonType(one.value);
  // Arrays are compared as a whole, but index entries are their elements; null, MinKey and MaxKey
  // compare with other types.
  if (['array', 'null', 'missing', 'minKey', 'maxKey', 'regex', 'object'].includes(type)) {
    return undefined;
  }
  if (type === 'double' && Number.isNaN(Number(one.value))) return undefined;
  const encoded = encodeKey([one.value], [1], collation);
  let { low, high } = encodeBracket(one.value);
  if (one.op === 'gt') low = successor(encoded);
  else if (one.op === 'gte') low = encoded;
  else if (one.op === 'lt') high = encoded;
  else high = successor(encoded);
  // NaN sorts below all numbers but is neither less nor greater than any.
  if (one.op.startsWith('l') && typeRank(one.value) === typeRank(0)) {
    low = successor(encodeKey([Number.NaN], [1]));
  }
  return { intervals: [{ low, high, point: false }], covers: [one], present: true, text: one.op };
}

function flip(bytes: Buffer): Buffer {
  const flipped = Buffer.allocUnsafe(bytes.length);
  for (const [i, byte] of bytes.entries()) flipped[i] = 0xff - byte;
  return flipped;
}

/**
 * The interval in a descending field. Bounds may be prefixes of keys, so its ends are successors of
 * their last byte: appending FF would lose or add keys that begin with the prefix.
 */
function invert({ low, high, point }: Interval): Interval {
  if (point) {
    const only = flip(low);
    return { low: only, high: successor(only), point };
  }
  return { low: successor(flip(high)), high: successor(flip(low)), point };
}

export function keyRanges(start: Buffer, fields: FieldBounds[], merged: number): KeyRange[] {
  let ranges: KeyRange[] = [{ low: start, high: successor(start), prefix: start.length }];
  for (const [i, { intervals }] of fields.entries()) {
    ranges = ranges.flatMap((range) =>
      intervals.map(({ low, high }) => ({
        low: Buffer.concat([range.low, low]),
        high: Buffer.concat([range.low, high]),
        prefix: range.prefix + (i < merged ? low.length : 0),
      })),
    );
  }
  const longest = start.length + KEY_BYTES;
  const result = ranges
    .map(({ low, high, prefix }) => ({
      prefix,
      low: low.length > longest ? low.subarray(0, longest) : low,
      high: high.length > longest ? successor(high.subarray(0, longest)) : high,
    }))
    .toSorted((a, b) => Buffer.compare(a.low, b.low));
  return result.filter((range, i) => i === 0 || !result[i - 1]?.low.equals(range.low));
}
