import { createHash } from 'node:crypto';
import type { Collation } from './collation';
import { encodeKey } from './key-encoding';
import { failure } from './mongo-error';
import { type Direction, EMPTY_ARRAY } from './order';
import { arrayIndex, type Document, getOwn, isDocument } from './values';

/**
 * LMDB keys have at most 1,978 bytes. Of a longer index key this many bytes are kept, followed by
 * a SHA-256 of the whole: equality stays exact but order does not, so the index is marked as `cut`.
 */
export const KEY_BYTES = 1024;

export interface IndexEntries {
  /** Distinct encoded keys and, in the same order, the values they stand for. */
  keys: Buffer[];
  tuples: unknown[][];
  /** Per field: an array was met on its path. */
  multikey: boolean[];
  /** A key was cut at KEY_BYTES. */
  cut: boolean;
}

interface Walk {
  tuples: unknown[][];
  multikey: boolean[];
  paths: string[];
}

/**
 * The entries a document gets in an index, as mongod makes them: one per array element, with
 * fields below one array taken from the same element.
 * @throws MongoError 171 when two fields hold different arrays.
 */
export function indexEntries(
  document: Document,
  paths: string[],
  directions: readonly Direction[],
  collation?: Collation,
): IndexEntries {
  const walk: Walk = { tuples: [], multikey: paths.map(() => false), paths };
  const pending = paths.map((path) => path.split('.'));
  expand(walk, document, pending, new Array(paths.length).fill(undefined));
  const seen = new Set<string>();
  const entries: IndexEntries = { keys: [], tuples: [], multikey: walk.multikey, cut: false };
  for (const tuple of walk.tuples) {
    const full = encodeKey(tuple, directions, collation);
    const key = cutKey(full);
    if (walk.tuples.length > 1) {
      const text = key.toString('latin1');
      if (seen.has(text)) continue;
      seen.add(text);
    }
    if (key !== full) entries.cut = true;
    entries.keys.push(key);
    entries.tuples.push(tuple);
  }
  return entries;
}

/** The key as it is stored. */
export function cutKey(key: Buffer): Buffer {
  if (key.length <= KEY_BYTES) return key;
  const digest = createHash('sha256').update(key).digest();
  return Buffer.concat([key.subarray(0, KEY_BYTES), digest]);
}

/** `pending[i]` is the rest of path i below `document`; undefined once `fixed[i]` is known. */
function expand(
  walk: Walk,
  document: Document,
  pending: Array<string[] | undefined>,
  fixed: unknown[],
): void {
  let shared: unknown[] | undefined;
  const below: Array<{ field: number; rest: string[] }> = [];
  const values = fixed.slice();
  const open = pending.slice();
  for (const [field, parts] of pending.entries()) {
    if (!parts) continue;
    const { value, rest } = descend(document, parts);
    if (!Array.isArray(value)) {
      values[field] = value;
      open[field] = undefined;
      continue;
    }
    if (shared !== undefined && shared !== value) {
      const names = [walk.paths[field], walk.paths[below[0]?.field ?? 0]].map(
        (name) => `[${name}]`,
      );
      throw failure(171, `cannot index parallel arrays ${names.join(' ')}`);
    }
    shared = value;
    walk.multikey[field] = true;
    below.push({ field, rest });
  }
  if (shared === undefined) {
    walk.tuples.push(values);
    return;
  }
  const elements = shared.length === 0 ? [EMPTY_ARRAY] : shared;
  for (const element of elements) {
    const elementValues = values.slice();
    for (const { field, rest } of below) {
      if (rest.length === 0) elementValues[field] = element;
      open[field] = rest.length === 0 ? undefined : rest;
    }
    expand(walk, isDocument(element) ? element : {}, open, elementValues);
  }
}

function descend(document: Document, parts: string[]): { value: unknown; rest: string[] } {
  let value: unknown = document;
  for (const [i, part] of parts.entries()) {
    if (Array.isArray(value)) {
      // A number in the path that is a position in the array means that element alone.
      const position = arrayIndex(part);
      if (position === undefined || position >= value.length) {
        return { value, rest: parts.slice(i) };
      }
      value = value[position];
    } else value = isDocument(value) ? getOwn(value, part) : undefined;
    if (value === undefined) return { value: undefined, rest: [] };
  }
  return { value, rest: [] };
}
