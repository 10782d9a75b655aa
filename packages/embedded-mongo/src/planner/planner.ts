import { BSONRegExp } from 'bson';
import type { Collation } from '../bson/collation';
import { KEY_BYTES } from '../bson/index-keys';
import { failure } from '../bson/mongo-error';
import {
  compareValues,
  EMPTY_ARRAY,
  encodeBracket,
  encodeKey,
  type SortSpec,
  typeRank,
  valuesEqual,
} from '../bson/order';
import { bsonType, type Document, isDocument } from '../bson/values';
import type { Matcher } from '../language/match';
import type { Constraint } from '../language/types';
import type { Collection, Index } from '../storage/catalog';
import { indexPrefix, type Store, successor } from '../storage/store';

type PathConstraint = Extract<Constraint, { kind: 'path' }>;

/** low <= bytes < high; a point holds one value alone. */
interface Interval {
  low: Buffer;
  high: Buffer;
  point: boolean;
}

interface FieldBounds {
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

export interface IndexPlan {
  kind: 'index';
  index: Index;
  ranges: KeyRange[];
  reverse: boolean;
  /** Delivers in the order asked for. */
  sorted: boolean;
  /** The ranges must be merged by what follows their prefixes to keep the order. */
  merge: boolean;
  /** Entries within the ranges are exactly the matching documents (after removing doubles). */
  exact: boolean;
  /** One document can have several entries within the ranges. */
  doubles: boolean;
  bounds: Record<string, string>;
}

export type Plan =
  | { kind: 'id'; value: unknown; exact: boolean }
  | IndexPlan
  | { kind: 'union'; plans: Array<Exclude<Plan, { kind: 'scan' }>>; exact: boolean }
  | { kind: 'scan'; reverse: boolean; sorted: boolean }
  | { kind: 'empty' };

export interface PlanRequest {
  matcher: Matcher;
  filter: Document;
  sort?: SortSpec;
  limited?: boolean;
  collation?: Collation | undefined;
  hint?: unknown;
}

/** With more points than this in one index scan, the remaining fields are left to the filter. */
const MAX_POINTS = 2_000;
/** Index entries counted, at most, to compare how selective indexes are; about 1 µs each. */
const ESTIMATE = 200;

/**
 * Chooses how to find the documents of a query. A plan may find more than the query asks for, so
 * the filter is then tested on each document, unless the plan is `exact`.
 * @throws MongoError 2 for a hint that names no index.
 */
export function choosePlan(store: Store, collection: Collection, request: PlanRequest): Plan {
  const { sort, hint } = request;
  const natural = naturalOrder(sort, hint);
  if (natural) return natural;
  const conjuncts = flatten(request.matcher.constraints);
  const usable = collection.indexes.filter((index) => index.builder === undefined);
  if (hint !== undefined) {
    const index = hintedIndex(usable, hint);
    return (
      planIndex(collection, index, conjuncts, request, true) ?? {
        kind: 'scan',
        reverse: false,
        sorted: false,
      }
    );
  }
  const id = idPoint(conjuncts, collection, request);
  if (id) return id;
  const plans = usable
    .map((index) => planIndex(collection, index, conjuncts, request, false))
    .filter((plan) => plan !== undefined);
  const best = cheapest(store, plans, request);
  const bounded = best && isBounded(best);
  if (!bounded || !best?.sorted) {
    const union = planUnion(store, collection, conjuncts, request);
    if (union && (!best || !bounded)) return union;
  }
  return best ?? { kind: 'scan', reverse: false, sorted: sort === undefined || sort.length === 0 };
}

/** The scan that a `$natural` sort or hint asks for. */
function naturalOrder(sort: SortSpec | undefined, hint: unknown): Plan | undefined {
  const [first] = sort ?? [];
  if (first?.[0] === '$natural') return { kind: 'scan', reverse: first[1] < 0, sorted: true };
  if (!isDocument(hint) || !('$natural' in hint)) return undefined;
  return { kind: 'scan', reverse: compareValues(hint.$natural, 0) < 0, sorted: !first };
}

/** The index a hint names, by name or key pattern. */
function hintedIndex(indexes: Index[], hint: unknown): Index {
  const found = indexes.find((index) =>
    typeof hint === 'string'
      ? index.name === hint
      : isDocument(hint) && samePattern(index.keyPattern, hint),
  );
  if (!found) {
    throw failure(
      2,
      'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index',
    );
  }
  return found;
}

/** The same fields in the same order and direction. */
export function samePattern(a: Document, b: Document): boolean {
  const fields = Object.entries(a);
  const others = Object.entries(b);
  return (
    fields.length === others.length &&
    fields.every(([name, value], i) => {
      const other = others[i];
      return other !== undefined && name === other[0] && compareValues(value, other[1]) === 0;
    })
  );
}

function flatten(constraint: Constraint): Constraint[] {
  return constraint.kind === 'and' ? constraint.all.flatMap(flatten) : [constraint];
}

function sameCollation(a: Collation | undefined, b: Collation | undefined): boolean {
  return a === b || JSON.stringify(a?.spec) === JSON.stringify(b?.spec);
}

function idPoint(
  conjuncts: Constraint[],
  collection: Collection,
  request: PlanRequest,
): Plan | undefined {
  if (!sameCollation(collection.collation, request.collation)) return undefined;
  const found = conjuncts.find(
    (one): one is PathConstraint =>
      one.kind === 'path' && one.path === '_id' && one.op === 'eq' && isScalar(one.value),
  );
  if (!found) return undefined;
  return { kind: 'id', value: found.value, exact: conjuncts.length === 1 };
}

/** Whether equality with this value is the same as equality of index keys. */
function isScalar(value: unknown): boolean {
  const type = bsonType(value);
  return type !== 'array' && type !== 'regex' && type !== 'missing' && type !== 'null';
}

function planIndex(
  collection: Collection,
  index: Index,
  conjuncts: Constraint[],
  request: PlanRequest,
  forced: boolean,
): IndexPlan | undefined {
  const simple = sameCollation(index.collation, request.collation);
  const paths = conjuncts.filter((one): one is PathConstraint => one.kind === 'path');
  if (index.partialFilter && !(simple && implies(index, paths, request.collation))) {
    if (forced) throw failure(2, 'the hinted partial index does not cover the filter');
    return undefined;
  }
  const fields = boundFields(index, paths, simple, request.collation);
  if (index.sparse && !fields.some(({ present }) => present) && !forced) return undefined;
  const order = simple && !index.collation ? sortOrder(index, fields, request.sort) : undefined;
  const wantsOrder = (request.sort?.length ?? 0) > 0;
  if (fields.length === 0 && !forced && !(wantsOrder && order)) return undefined;
  const covered = new Set(fields.flatMap(({ covers }) => covers));
  const plain = plainIndex(index);
  return {
    kind: 'index',
    index,
    ranges: keyRanges(indexPrefix(collection, index), fields, order?.merged ?? 0),
    reverse: order?.reverse ?? false,
    sorted: !wantsOrder || order !== undefined,
    merge: (order?.merged ?? 0) > 0,
    exact: !index.cut && conjuncts.every((one) => one.kind === 'path' && covered.has(one)),
    doubles: !plain,
    bounds: Object.fromEntries(fields.map(({ text }, i) => [index.paths[i] ?? '', text])),
  };
}

function plainIndex(index: Index): boolean {
  return !index.multikey.some(Boolean);
}

/** Bounds of the leading fields: points, followed by at most one range. */
function boundFields(
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

function keyRanges(start: Buffer, fields: FieldBounds[], merged: number): KeyRange[] {
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

/** How the index gives the requested order; undefined when it does not. */
function sortOrder(
  index: Index,
  fields: FieldBounds[],
  sort: SortSpec | undefined,
): { reverse: boolean; merged: number } | undefined {
  if (!sort || sort.length === 0) return undefined;
  if (index.cut) return undefined;
  const wanted = [...sort];
  let reverse: boolean | undefined;
  let merged = 0;
  for (const [i, path] of index.paths.entries()) {
    const bounds = fields[i];
    const many = index.multikey[i] ?? false;
    const [next] = wanted;
    if (!next) break;
    const constant = bounds?.intervals.length === 1 && bounds.intervals[0]?.point === true;
    if (constant && !many && next[0] === path) {
      wanted.shift();
      continue;
    }
    if (next[0] === path) {
      if (many) return undefined;
      const backwards = next[1] !== index.directions[i];
      if (reverse !== undefined && reverse !== backwards) return undefined;
      reverse = backwards;
      wanted.shift();
      continue;
    }
    if (constant) continue;
    // Several points before the sorted field: merge one scan per point.
    const severalPoints = bounds?.intervals.every(({ point }) => point) && reverse === undefined;
    if (!severalPoints) return undefined;
    merged = i + 1;
  }
  // A field that is equal in every document found does not affect the order.
  const rest = wanted.filter(([path]) => {
    const at = index.paths.indexOf(path);
    const bounds = fields[at];
    return !(
      bounds?.intervals.length === 1 &&
      bounds.intervals[0]?.point &&
      !(index.multikey[at] ?? false)
    );
  });
  if (rest.length > 0) return undefined;
  return { reverse: reverse ?? false, merged };
}

/** True when every document that meets the constraints is in the partial index. */
function implies(index: Index, paths: PathConstraint[], collation: Collation | undefined): boolean {
  if (!index.partial || collation || index.collation) return false;
  return flatten(index.partial.constraints).every(
    (need) =>
      need.kind === 'path' && paths.some((have) => have.path === need.path && covers(need, have)),
  );
}

/** Whether `have` implies `need`, both on one path. */
function covers(need: PathConstraint, have: PathConstraint): boolean {
  const values =
    have.op === 'eq' ? [have.value] : have.op === 'in' ? (have.values ?? []) : undefined;
  if (values && !values.every(isScalar)) return false;
  const range = ['gt', 'gte', 'lt', 'lte'].includes(have.op) && isScalar(have.value);
  switch (need.op) {
    case 'exists':
      if (need.value === false) return false;
      return values !== undefined || range || (have.op === 'exists' && have.value !== false);
    case 'eq':
      return values?.every((value) => valuesEqual(value, need.value)) ?? false;
    case 'in':
      return (
        values?.every((value) => need.values?.some((other) => valuesEqual(value, other))) ?? false
      );
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      if (values) return values.every((value) => satisfies(need, value));
      return range && narrower(need, have);
    default:
      return false;
  }
}

function satisfies(need: PathConstraint, value: unknown): boolean {
  if (typeRank(value) !== typeRank(need.value)) return false;
  const order = compareValues(value, need.value);
  if (need.op === 'gt') return order > 0;
  if (need.op === 'gte') return order >= 0;
  return need.op === 'lt' ? order < 0 : order <= 0;
}

function narrower(need: PathConstraint, have: PathConstraint): boolean {
  if (need.op[0] !== have.op[0] || typeRank(have.value) !== typeRank(need.value)) return false;
  const order = compareValues(have.value, need.value);
  if (order === 0) return need.op.endsWith('e') || have.op === need.op;
  return need.op.startsWith('g') ? order > 0 : order < 0;
}

const isBounded = (plan: IndexPlan): boolean => Object.keys(plan.bounds).length > 0;

function cheapest(store: Store, all: IndexPlan[], request: PlanRequest): IndexPlan | undefined {
  const wantsOrder = (request.sort?.length ?? 0) > 0;
  const bounded = all.filter(isBounded);
  // Walking a whole index in order is considered only when the bounds leave a sort to do.
  const inOrder = wantsOrder && bounded.some(({ sorted }) => sorted);
  const plans = bounded.length > 0 && (inOrder || !request.limited) ? bounded : all;
  if (plans.length < 2) return plans[0];
  const rated = plans.map((plan) => {
    const rows = isBounded(plan) ? estimate(store, plan) : ESTIMATE;
    // Sorting few rows is cheap; sorting many costs more than walking an index in order.
    const cost = rows >= ESTIMATE && wantsOrder && !plan.sorted ? rows * 4 : rows;
    return { plan, cost, depth: Object.keys(plan.bounds).length };
  });
  rated.sort(
    (a, b) =>
      a.cost - b.cost ||
      Number(b.plan.sorted) - Number(a.plan.sorted) ||
      b.depth - a.depth ||
      a.plan.index.paths.length - b.plan.index.paths.length,
  );
  return rated[0]?.plan;
}

/** The number of entries within the ranges, counted up to ESTIMATE. */
function estimate(store: Store, { index, ranges }: IndexPlan): number {
  let rows = 0;
  for (const { low, high } of ranges) {
    rows += store.entries(index, { low, high, reverse: false, limit: ESTIMATE - rows }).length;
    if (rows >= ESTIMATE) break;
  }
  return rows;
}

/** One indexed plan per branch of an $or; undefined when any branch would need a scan. */
function planUnion(
  store: Store,
  collection: Collection,
  conjuncts: Constraint[],
  request: PlanRequest,
): Plan | undefined {
  for (const either of conjuncts) {
    if (either.kind !== 'or') continue;
    const others = conjuncts.filter((one) => one !== either);
    const plans: Array<Exclude<Plan, { kind: 'scan' }>> = [];
    for (const branch of either.any) {
      const { sort: _, ...unsorted } = request;
      const constraints: Constraint = { kind: 'and', all: [branch, ...others] };
      const plan = choosePlan(store, collection, {
        ...unsorted,
        matcher: { ...request.matcher, constraints },
      });
      if (plan.kind === 'scan') break;
      plans.push(plan);
    }
    if (plans.length === either.any.length) {
      return { kind: 'union', plans, exact: plans.every(isExact) };
    }
  }
  return undefined;
}

/** Whether documents that a plan finds need not be tested by the filter. */
export function isExact(plan: Plan): boolean {
  return plan.kind !== 'scan' && (plan.kind === 'empty' || plan.exact);
}

/** Whether a plan gives the order a query asks for. */
export function isSorted(plan: Plan, sort: SortSpec | undefined): boolean {
  if (!sort || sort.length === 0) return true;
  if (plan.kind === 'index' || plan.kind === 'scan') return plan.sorted;
  return plan.kind === 'id' || plan.kind === 'empty';
}
