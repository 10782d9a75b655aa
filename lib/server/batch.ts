/**
 * Makes a look-up of many of a look-up of one: keys asked for within one turn of the event loop are
 * loaded together. Nothing is kept beyond that, so an answer is never older than its question.
 * The look-up resolves with undefined for a key nothing was found for, and rejects as `load` does.
 */
export function inBatches<V>(
  load: (keys: string[]) => Promise<ReadonlyMap<string, V>>,
): (key: string) => Promise<V | undefined> {
  let next: { keys: Set<string>; found: Promise<ReadonlyMap<string, V>> } | null = null;

  function begin() {
    const keys = new Set<string>();
    const found = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      next = null;
      return load([...keys]);
    });
    return { keys, found };
  }

  return async (key) => {
    next ??= begin();
    next.keys.add(key);
    return (await next.found).get(key);
  };
}
