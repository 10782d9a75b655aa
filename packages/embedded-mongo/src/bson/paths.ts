import { failure } from './mongo-error';
import { EMPTY_ARRAY } from './order';
import { arrayIndex, type Document, getOwn, isDocument } from './values';

/**
 * Receives a value found on a path and the index, as a decimal number, of the outermost array
 * element that led to it. Returns true to stop the walk.
 */
type Visit = (value: unknown, index: number | undefined) => boolean;

/**
 * Visits the values that a query predicate tests on a dotted path: arrays on the way are entered;
 * an array at the end gives its elements and then itself (only itself when `expand` is false). A
 * field missing from a document gives undefined; an element that is not a document gives nothing.
 */
export function walkPath(
  doc: Document,
  parts: readonly string[],
  expand: boolean,
  visit: Visit,
): boolean {
  return walkDocument(doc, parts, 0, expand, visit);
}

function walkDocument(
  doc: Document,
  parts: readonly string[],
  from: number,
  expand: boolean,
  visit: Visit,
): boolean {
  let current = doc;
  for (let at = from; ; at++) {
    const value = getOwn(current, parts[at] ?? '');
    if (at >= parts.length - 1) return walkLeaf(value, expand, visit);
    if (Array.isArray(value)) return walkArray(value, parts, at + 1, expand, visit);
    if (!isDocument(value)) return visit(undefined, undefined);
    current = value;
  }
}

/** The elements of an array at the end of a path, then the array; or just the value. */
export function walkLeaf(value: unknown, expand: boolean, visit: Visit): boolean {
  if (expand && Array.isArray(value)) {
    for (const [index, item] of value.entries()) if (visit(item, index)) return true;
  }
  return visit(value, undefined);
}

function walkArray(
  items: unknown[],
  parts: readonly string[],
  at: number,
  expand: boolean,
  visit: Visit,
): boolean {
  const position = arrayIndex(parts[at] ?? '');
  const last = at === parts.length - 1;
  for (const [index, item] of items.entries()) {
    const outer: Visit = (value) => visit(value, index);
    if (isDocument(item) && walkDocument(item, parts, at, expand, outer)) return true;
    if (index !== position) continue;
    // A number also means the element at that position; it is not expanded, nor what `$` means.
    if (last) {
      if (visit(item, undefined)) return true;
    } else if (Array.isArray(item)) {
      if (walkArray(item, parts, at + 1, expand, visit)) return true;
    } else if (isDocument(item) && walkDocument(item, parts, at + 1, expand, visit)) return true;
  }
  return false;
}

/**
 * The index and sort keys of a path: arrays give one key per element, an empty array at the end
 * gives EMPTY_ARRAY, and a missing field undefined, which equals null.
 */
export function valuesAtPath(
  doc: Document,
  path: string,
): { values: unknown[]; multikey: boolean } {
  const values: unknown[] = [];
  const multikey = collectKeys(doc, path.split('.'), 0, values);
  return { values, multikey };
}

function collectKeys(value: unknown, parts: string[], at: number, out: unknown[]): boolean {
  const part = parts[at];
  if (part === undefined) {
    if (!Array.isArray(value)) {
      out.push(value);
      return false;
    }
    if (value.length === 0) out.push(EMPTY_ARRAY);
    for (const item of value) out.push(item);
    return true;
  }
  if (Array.isArray(value)) {
    const position = arrayIndex(part);
    if (position !== undefined && position < value.length) {
      return collectKeys(value[position], parts, at + 1, out);
    }
    if (value.length === 0) out.push(undefined);
    for (const item of value) {
      collectKeys(isDocument(item) ? getOwn(item, part) : undefined, parts, at + 1, out);
    }
    return true;
  }
  return collectKeys(isDocument(value) ? getOwn(value, part) : undefined, parts, at + 1, out);
}

/** The parts of a path in a command. @throws MongoError for one that MongoDB would reject */
export function checkedParts(path: string): string[] {
  if (path === '') throw failure(40352, 'FieldPath cannot be constructed with empty string');
  if (path.includes('\0')) throw failure(16411, "FieldPath field names may not contain '\\0'.");
  return namedParts(path);
}

/** The parts of a path that is not empty. @throws MongoError for an empty name, or one with a `$`. */
export function namedParts(path: string): string[] {
  const parts = path.split('.');
  if (parts.includes('')) {
    throw path.endsWith('.')
      ? failure(40353, "FieldPath must not end with a '.'.")
      : failure(15998, 'FieldPath field names may not be empty strings.');
  }
  if (parts.some((part) => part.startsWith('$'))) {
    throw failure(
      16410,
      `FieldPath field names may not start with '$'. Consider using $getField or $setField.`,
    );
  }
  return parts;
}
