const KEPT_MAX_COUNT = 500;
/** Their pictures make up nearly all of it. */
const KEPT_MAX_BYTES = 8 * 1024 * 1024;
const KEPT_MS = 3 * 60 * 60_000;
/** What could not be read, or says nothing, is asked for again sooner. */
const NOTHING_KEPT_MS = 5 * 60_000;
const ENTRY_BYTES = 2_048;

interface Entry<T> {
  value: Promise<T | null>;
  /** Null until it is known. */
  until: number | null;
  bytes: number;
}

export interface PageCacheOptions<T> {
  /** May reject. */
  read(url: string): Promise<T | null>;
  sizeOf(value: T): number;
  now(): number;
}

/** One page, whatever part of it a link names. */
function keyOf(url: string): string {
  const address = new URL(url);
  address.hash = '';
  return address.href;
}

/**
 * What was read of pages, kept in memory for some hours, and that there was nothing for some minutes.
 * Whoever asks for one that is being read waits for the same reading. What was asked for longest ago
 * makes room.
 */
export class PageCache<T> {
  readonly #options: PageCacheOptions<T>;
  readonly #entries = new Map<string, Entry<T>>();
  #bytes = 0;

  constructor(options: PageCacheOptions<T>) {
    this.#options = options;
  }

  /** Null for a page of which there is nothing. Rejects, to those who wait now, as `read` does. */
  get(url: string): Promise<T | null> {
    const key = keyOf(url);
    const held = this.#entries.get(key);
    if (held && (held.until === null || held.until > this.#options.now())) {
      // The latest asked for stands last.
      this.#entries.delete(key);
      this.#entries.set(key, held);
      return held.value;
    }
    this.#drop(key);
    const value = this.#options.read(url);
    const entry: Entry<T> = { value, until: null, bytes: ENTRY_BYTES };
    this.#entries.set(key, entry);
    this.#bytes += entry.bytes;
    value.then(
      (found) => this.#settle(key, entry, found),
      () => {
        entry.value = Promise.resolve(null);
        this.#settle(key, entry, null);
      },
    );
    return value;
  }

  /** Keeps nothing of that page any more. */
  forget(url: string): void {
    this.#drop(keyOf(url));
  }

  #settle(key: string, entry: Entry<T>, found: T | null): void {
    if (this.#entries.get(key) !== entry) return;
    const { now, sizeOf } = this.#options;
    entry.until = now() + (found === null ? NOTHING_KEPT_MS : KEPT_MS);
    const bytes = found === null ? 0 : sizeOf(found);
    entry.bytes += bytes;
    this.#bytes += bytes;
    for (const [oldest, { until }] of this.#entries) {
      const isTooMuch = this.#entries.size > KEPT_MAX_COUNT || this.#bytes > KEPT_MAX_BYTES;
      if (!isTooMuch) return;
      if (until !== null) this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    const held = this.#entries.get(key);
    if (!held) return;
    this.#entries.delete(key);
    this.#bytes -= held.bytes;
  }
}
