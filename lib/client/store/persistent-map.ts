/** With 10,000 entries, some eighty in each: a change copies one shard and the list of shards. */
const SHARD_COUNT = 128;
const HASH_START = 0x811c9dc5;
const HASH_PRIME = 0x01000193;

/** FNV-1a; the ids of one database share their beginnings, so every character counts. */
function shardOf(key: string): number {
  let hash = HASH_START;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), HASH_PRIME);
  return (hash >>> 0) % SHARD_COUNT;
}

type Shard<K, V> = ReadonlyMap<K, V>;

/**
 * An immutable map: a copy with one entry replaced shares all but a small part with its original,
 * so it costs about the same with twenty entries or ten thousand, and the differences between two
 * of them are found without looking at the rest.
 */
export class PersistentMap<K extends string, V> implements ReadonlyMap<K, V> {
  readonly size: number;
  readonly #shards: readonly Shard<K, V>[];

  constructor(shards: readonly Shard<K, V>[] = Array(SHARD_COUNT).fill(new Map()), size = 0) {
    this.#shards = shards;
    this.size = size;
  }

  get(key: K): V | undefined {
    return this.#shards[shardOf(key)]?.get(key);
  }

  has(key: K): boolean {
    return this.#shards[shardOf(key)]?.has(key) ?? false;
  }

  /** The map with that entry; the very same one when it has it already. */
  with(key: K, value: V): PersistentMap<K, V> {
    const index = shardOf(key);
    const shard = this.#shards[index];
    const isHeld = shard?.has(key) ?? false;
    if (isHeld && shard?.get(key) === value) return this;
    const changed = new Map(shard).set(key, value);
    return new PersistentMap(this.#shards.with(index, changed), this.size + (isHeld ? 0 : 1));
  }

  /** The map without that entry; the very same one when it was not there. */
  without(key: K): PersistentMap<K, V> {
    if (!this.has(key)) return this;
    const index = shardOf(key);
    const changed = new Map(this.#shards[index]);
    changed.delete(key);
    return new PersistentMap(this.#shards.with(index, changed), this.size - 1);
  }

  /** The keys whose values are not the same as in `other`. */
  *keysUnlike(other: PersistentMap<K, V>): Generator<K> {
    for (const [index, shard] of this.#shards.entries()) {
      const theirs = other.#shards[index];
      if (theirs && theirs !== shard) yield* keysUnlike(shard, theirs);
    }
  }

  forEach(visit: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this) visit(value, key, this);
  }

  *entries(): MapIterator<[K, V]> {
    for (const shard of this.#shards) yield* shard;
  }

  *keys(): MapIterator<K> {
    for (const [key] of this) yield key;
  }

  *values(): MapIterator<V> {
    for (const [, value] of this) yield value;
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }
}

function* keysUnlike<K, V>(a: ReadonlyMap<K, V>, b: ReadonlyMap<K, V>): Generator<K> {
  for (const [key, value] of a) if (b.get(key) !== value) yield key;
  for (const key of b.keys()) if (!a.has(key)) yield key;
}

/** The keys under which two maps hold different values; none, at once, for the same map. */
export function changedKeys<K extends string, V>(
  a: ReadonlyMap<K, V>,
  b: ReadonlyMap<K, V>,
): Iterable<K> {
  if (a === b) return [];
  return a instanceof PersistentMap && b instanceof PersistentMap
    ? a.keysUnlike(b)
    : keysUnlike(a, b);
}
