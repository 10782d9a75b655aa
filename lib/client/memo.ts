/** Compares two flat objects field by field. */
export function isShallowEqual<T extends object>(a: T, b: T): boolean {
  const left = Object.entries(a);
  const right = new Map(Object.entries(b));
  return left.length === right.size && left.every(([key, value]) => right.get(key) === value);
}

/**
 * Hands out the previous object for every row that did not change, and the previous list when none
 * did, so that React compares by reference and renders only what moved.
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
  const isSame = rows.length === previous.length && rows.every((row, i) => row === previous[i]);
  return isSame ? previous : rows;
}
