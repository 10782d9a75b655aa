import { encodeKey } from '../bson/key-encoding';
import type { Index } from '../storage/catalog';
import type { Store } from '../storage/store';
import { successor } from '../storage/store-keys';
import type { PathConstraint } from './bounds';
import { boundFields, type FieldBounds, isScalar, type KeyRange, keyRanges } from './bounds';

interface Order {
  reverse: boolean;
  merged: number;
}

interface Streams {
  /** For each condition the ranges of the values that meet it. */
  groups: KeyRange[][];
  fields: FieldBounds[];
  order: Order | undefined;
  /** What the groups express completely. */
  covers: PathConstraint[];
}

/** Different values with one beginning that are looked up, about 10 µs each; more are left to others. */
const VALUES_MAX = 1_000;

/**
 * Several conditions on one array: the values it must contain and, when an order is asked for, how
 * strings in it must begin. Within one value the entries are in the order of the fields that follow,
 * and a document goes on alike in each, so that a walk over all at once finds what has them all, in
 * that order. Undefined where there is one condition that is better served alone, or where the
 * entries of one document may go on differently.
 */
export function findStreams(
  store: Store,
  index: Index,
  request: {
    start: Buffer;
    paths: PathConstraint[];
    orderOf: (fields: FieldBounds[]) => Order | undefined;
  },
): Streams | undefined {
  const at = index.multikey.indexOf(true);
  if (at === -1 || index.multikey.lastIndexOf(true) !== at) return undefined;
  // In a unique index two documents can go on alike; cut and folded keys do not compare as values do.
  if (index.unique || index.cut || index.collation || index.directions[at] === -1) return undefined;
  const own = request.paths.filter(({ path }) => path === index.paths[at]);
  const values = own.filter(
    ({ op, value, values: several = [value] }) =>
      (op === 'eq' || op === 'in') && several.length > 0 && several.every(isScalar),
  );
  const beginnings = own.filter(({ op }) => op === 'regexPrefix');
  if (values.length < 2 && beginnings.length === 0) return undefined;
  const others = request.paths.filter(({ path }) => path !== index.paths[at]);
  const fieldsFor = (one: PathConstraint) => boundFields(index, [one, ...others], true, undefined);
  const groups: KeyRange[][] = [];
  let fields: FieldBounds[] | undefined;
  for (const one of values) {
    const group: KeyRange[] = [];
    for (const value of one.values ?? [one.value]) {
      fields = fieldsFor({ ...one, op: 'eq', value });
      const ranges = rangesAt(request.start, fields, at);
      if (!ranges) return undefined;
      if (!group.some(({ low }) => ranges[0]?.low.equals(low))) group.push(...ranges);
    }
    groups.push(group);
  }
  // Any value will do to see what the fields around it allow.
  fields ??= fieldsFor({ kind: 'path', path: index.paths[at] ?? '', op: 'eq', value: '' });
  const order = request.orderOf(fields);
  if (order && order.merged === 0) {
    for (const { value } of beginnings) {
      const group = rangesOfBeginning(store, index, { start: request.start, fields, at, value });
      if (group) groups.push(group);
    }
  }
  if (groups.length < (values.length === 0 ? 1 : 2)) return undefined;
  return { groups, fields, order, covers: [...values, ...fields.flatMap(({ covers }) => covers)] };
}

/** The one range of a value; undefined when the fields around it leave several, or its key is too long. */
function rangesAt(start: Buffer, fields: FieldBounds[], at: number): KeyRange[] | undefined {
  const points = fields.slice(0, at + 1);
  const isOne = points.length === at + 1 && points.every(({ intervals }) => isPoint(intervals));
  if (!isOne) return undefined;
  const [range, ...more] = keyRanges(start, fields, at + 1);
  if (!range || more.length > 0 || range.prefix > range.low.length) return undefined;
  return [range];
}

const isPoint = (intervals: FieldBounds['intervals']): boolean =>
  intervals.length === 1 && intervals[0]?.point === true;

/** A range for each stored string with a beginning; undefined when there are too many. */
function rangesOfBeginning(
  store: Store,
  index: Index,
  request: { start: Buffer; fields: FieldBounds[]; at: number; value: unknown },
): KeyRange[] | undefined {
  const { start, fields, at, value } = request;
  const bounds = fields[at];
  if (!bounds || typeof value !== 'string' || value === '') return undefined;
  const [before] = keyRanges(start, fields.slice(0, at), at);
  if (!before) return undefined;
  const first = Buffer.concat([before.low, encodeKey([value], [1]).subarray(0, -2)]);
  const end = successor(first);
  const group: KeyRange[] = [];
  let low: Buffer = first;
  for (;;) {
    const [entry] = store.entries(index, { low, high: end, reverse: false, limit: 1 });
    if (!entry) break;
    const stored = entry.key.subarray(before.low.length, endOfString(entry.key, first.length));
    low = successor(Buffer.concat([before.low, stored]));
    const only = { low: stored, high: successor(stored), point: true };
    const range = rangesAt(start, fields.with(at, { ...bounds, intervals: [only] }), at);
    if (!range || group.length === VALUES_MAX) return undefined;
    group.push(...range);
  }
  return group;
}

/** Where the string ends whose encoding goes on at `from`: behind 00 01, while 00 FF stands for a NUL. */
function endOfString(key: Buffer, from: number): number {
  for (let nul = key.indexOf(0, from); nul !== -1; nul = key.indexOf(0, nul + 2)) {
    if (key[nul + 1] === 1) return nul + 2;
  }
  return key.length;
}
