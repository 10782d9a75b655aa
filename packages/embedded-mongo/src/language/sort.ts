import type { Collation } from '../bson/collation';
import { indexEntries } from '../bson/index-keys';
import { failure, MongoError, notSupported } from '../bson/mongo-error';
import { compareValues, type SortSpec } from '../bson/order';
import { checkedParts } from '../bson/paths';
import { describeValue } from '../bson/text';
import { asInteger, type Document, getOwn, isDocument, isNumber } from '../bson/values';

/**
 * A comparison of documents by a sort. A document with an array has several sort keys, those an
 * index would hold; the first in the order of the sort is used. Keys are cached by document.
 * @throws MongoError 2 for a document with arrays in two fields of the sort.
 */
export function compareBySort(
  spec: SortSpec,
  collation?: Collation,
): (a: Document, b: Document) => number {
  const known = new WeakMap<Document, unknown[]>();
  const compareKeys = (a: unknown[], b: unknown[]): number => {
    for (const [i, [, direction]] of spec.entries()) {
      const order = compareValues(a[i], b[i], collation);
      if (order !== 0) return direction * order;
    }
    return 0;
  };
  const keyOf = (doc: Document): unknown[] => {
    let key = known.get(doc);
    if (!key) {
      key = sortKeys(doc, spec).reduce((first, other) =>
        compareKeys(other, first) < 0 ? other : first,
      );
      known.set(doc, key);
    }
    return key;
  };
  return (a, b) => compareKeys(keyOf(a), keyOf(b));
}

function sortKeys(doc: Document, spec: SortSpec): unknown[][] {
  const plain = spec.map(([path]) => (path.includes('.') ? [] : getOwn(doc, path)));
  if (!plain.some(Array.isArray)) return [plain];
  try {
    const { tuples } = indexEntries(
      doc,
      spec.map(([path]) => path),
      spec.map(([, direction]) => direction),
    );
    return tuples;
  } catch (error) {
    if (error instanceof MongoError && error.code === 171) {
      throw failure(2, 'cannot sort with keys that are parallel arrays');
    }
    throw error;
  }
}

/** Parses a sort document. @throws MongoError for directions other than 1 and -1. */
export function parseSort(spec: Document): SortSpec {
  return Object.entries(spec).map(([path, value]) => {
    if (isDocument(value)) {
      if (Object.hasOwn(value, '$meta')) throw notSupported('Sorting by `$meta`');
      throw failure(15974, `Illegal key in $sort specification: ${path}: { ... }`);
    }
    if (path === '') throw failure(40352, 'FieldPath cannot be constructed with empty string');
    if (path === '$natural' || checkedParts(path)) {
      const direction = asInteger(value);
      if (direction === 1 || direction === -1) return [path, direction];
    }
    throw isNumber(value)
      ? failure(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)')
      : failure(15974, `Illegal key in $sort specification: ${path}: ${describeValue(value)}`);
  });
}
