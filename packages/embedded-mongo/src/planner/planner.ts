import type { Collation } from '../bson/collation';
import { failure } from '../bson/mongo-error';
import { compareValues, type SortSpec } from '../bson/order';
import { type Document, isDocument } from '../bson/values';
import type { Matcher } from '../language/match';
import type { Constraint } from '../language/types';
import type { Collection, Index } from '../storage/catalog';
import type { Store } from '../storage/store';
import { indexPrefix } from '../storage/store-keys';
import {
  boundFields,
  type FieldBounds,
  flatten,
  isScalar,
  type KeyRange,
  keyRanges,
  type PathConstraint,
} from './bounds';
import { implies } from './partial';
import { findStreams } from './streams';

export interface IndexPlan {
  kind: 'index';
  index: Index;
  ranges: KeyRange[];
  reverse: boolean;
  /** Delivers in the order asked for. */
  sorted: boolean;
  /** The ranges must be merged by what follows their prefixes to keep the order. */
  merge: boolean;
  /** Only what has an entry in a range of every group is found, in the order of what follows their prefixes. */
  groups?: KeyRange[][];
  /** Entries within the ranges are exactly the matching documents (after removing doubles). */
  exact: boolean;
  /** One document can have several entries within the ranges. */
  doubles: boolean;
  bounds: Record<string, string>;
}

export type Plan =
  | { kind: 'id'; value: unknown; exact: boolean }
  | IndexPlan
  | { kind: 'union'; plans: Exclude<Plan, { kind: 'scan' }>[]; exact: boolean }
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
      planIndex(store, collection, index, conjuncts, request, true) ?? {
        kind: 'scan',
        reverse: false,
        sorted: false,
      }
    );
  }
  const id = idPoint(conjuncts, collection, request);
  if (id) return id;
  const plans = usable
    .map((index) => planIndex(store, collection, index, conjuncts, request, false))
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

function planIndex(
  store: Store,
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
  const streams = simple ? planStreams(store, collection, index, conjuncts, request) : undefined;
  if (streams) return streams;
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

/** The plan for several conditions on one array, or for a beginning in an order; undefined without those. */
function planStreams(
  store: Store,
  collection: Collection,
  index: Index,
  conjuncts: Constraint[],
  request: PlanRequest,
): IndexPlan | undefined {
  const { sort } = request;
  const wantsOrder = (sort?.length ?? 0) > 0;
  const paths = conjuncts.filter((one): one is PathConstraint => one.kind === 'path');
  const streams = findStreams(store, index, {
    start: indexPrefix(collection, index),
    paths,
    orderOf: (fields) => (wantsOrder ? sortOrder(index, fields, sort) : undefined),
  });
  if (!streams) return undefined;
  const { groups, fields, order } = streams;
  const covered = new Set(streams.covers);
  return {
    kind: 'index',
    index,
    ranges: groups.flat(),
    groups,
    reverse: order?.reverse ?? false,
    sorted: !wantsOrder || order !== undefined,
    merge: false,
    exact: conjuncts.every((one) => one.kind === 'path' && covered.has(one)),
    doubles: true,
    bounds: Object.fromEntries(fields.map(({ text }, i) => [index.paths[i] ?? '', text])),
  };
}

function plainIndex(index: Index): boolean {
  return !index.multikey.some(Boolean);
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

/** The number of entries within the ranges, or those of the smallest group, counted up to ESTIMATE. */
function estimate(store: Store, { index, ranges, groups = [ranges] }: IndexPlan): number {
  return Math.min(...groups.map((group) => estimateOne(store, index, group)));
}

function estimateOne(store: Store, index: Index, ranges: KeyRange[]): number {
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
    const plans: Exclude<Plan, { kind: 'scan' }>[] = [];
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
