/** Compares two flat objects field by field. */
export function isShallowEqual<T extends object>(a: T, b: T): boolean {
  let count = 0;
  for (const key in a) {
    if (a[key] !== b[key]) return false;
    count++;
  }
  return count === Object.keys(b).length;
}

/** Compares two lists item by item. */
export function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

/** Compares what came from JSON, all the way down; much cheaper than writing both out as text. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const left = Object.entries(a);
  const right = new Map<string, unknown>(Object.entries(b));
  return (
    Array.isArray(a) === Array.isArray(b) &&
    left.length === right.size &&
    left.every(([key, value]) => right.has(key) && isSameJson(value, right.get(key)))
  );
}

/**
 * Hands out the previous object for every row that did not change, and the previous list when none
 * did, so that React compares by reference and renders only what changed.
 */
export function keepRows<T extends object>(
  previous: readonly T[],
  next: readonly T[],
  keyOf: (row: T) => string,
): readonly T[] {
  const byKey = new Map(previous.map((row) => [keyOf(row), row]));
  const rows = next.map((row) => {
    const held = byKey.get(keyOf(row));
    return held && isShallowEqual(held, row) ? held : row;
  });
  return isSameList(rows, previous) ? previous : rows;
}
