import { encodeKey } from '../bson/key-encoding';
import type { Collection } from '../storage/catalog';
import type { Store } from '../storage/store';
import type { KeyRange } from './bounds';
import { IntersectionSource } from './intersection';
import type { IndexPlan, Plan } from './planner';
import { FIRST_CHUNK, type Hit, LAST_CHUNK, type Source } from './types';

export interface Found {
  record: number;
  bytes: Buffer;
}

class ScanSource implements Source {
  readonly #store: Store;
  readonly #collection: Collection;
  readonly #reverse: boolean;
  #chunk: Found[] = [];
  #position = 0;
  #size = FIRST_CHUNK;
  #after: number | undefined;

  constructor(store: Store, collection: Collection, reverse: boolean) {
    this.#store = store;
    this.#collection = collection;
    this.#reverse = reverse;
  }

  next(): Hit | undefined {
    if (this.#position >= this.#chunk.length) {
      this.#chunk = this.#store.documents(this.#collection, {
        reverse: this.#reverse,
        limit: this.#size,
        ...(this.#after === undefined ? {} : { after: this.#after }),
      });
      this.#position = 0;
      this.#size = Math.min(this.#size * 2, LAST_CHUNK);
    }
    const hit = this.#chunk[this.#position++];
    if (hit) this.#after = hit.record;
    return hit;
  }

  release(): void {
    this.#chunk = [];
    this.#position = 0;
  }
}

class RangeSource implements Source {
  readonly #store: Store;
  readonly #plan: IndexPlan;
  #chunk: Array<{ key: Buffer; record: number }> = [];
  #position = 0;
  #size = FIRST_CHUNK;
  #after: Buffer | undefined;

  constructor(
    store: Store,
    plan: IndexPlan,
    readonly range: KeyRange,
  ) {
    this.#store = store;
    this.#plan = plan;
  }

  next(): Hit | undefined {
    if (this.#position >= this.#chunk.length) {
      this.#chunk = this.#store.entries(this.#plan.index, {
        low: this.range.low,
        high: this.range.high,
        reverse: this.#plan.reverse,
        limit: this.#size,
        ...(this.#after ? { after: this.#after } : {}),
      });
      this.#position = 0;
      this.#size = Math.min(this.#size * 2, LAST_CHUNK);
    }
    const hit = this.#chunk[this.#position++];
    if (hit) this.#after = hit.key;
    return hit;
  }

  release(): void {
    this.#chunk = [];
    this.#position = 0;
  }
}

/** One source after the other. */
class ChainSource implements Source {
  readonly #sources: Source[];
  #at = 0;

  constructor(sources: Source[]) {
    this.#sources = sources;
  }

  next(): Hit | 'more' | undefined {
    for (;;) {
      const source = this.#sources[this.#at];
      if (!source) return undefined;
      const hit = source.next();
      if (hit) return hit;
      this.#at++;
    }
  }

  release(): void {
    this.#sources[this.#at]?.release();
  }
}

/** Merges several ranges of one index, ordered by the bytes after their prefixes. */
class MergeSource implements Source {
  readonly #sources: RangeSource[];
  readonly #reverse: boolean;
  #heads: Array<{ source: RangeSource; hit: Hit }> | undefined;

  constructor(sources: RangeSource[], reverse: boolean) {
    this.#sources = sources;
    this.#reverse = reverse;
  }

  #compare(a: { source: RangeSource; hit: Hit }, b: { source: RangeSource; hit: Hit }) {
    const left = (a.hit.key as Buffer).subarray(a.source.range.prefix);
    const right = (b.hit.key as Buffer).subarray(b.source.range.prefix);
    return this.#reverse ? Buffer.compare(left, right) : Buffer.compare(right, left);
  }

  next(): Hit | undefined {
    if (!this.#heads) {
      this.#heads = [];
      for (const source of this.#sources) {
        const hit = source.next();
        if (hit) this.#heads.push({ source, hit });
      }
      this.#heads.sort((a, b) => this.#compare(a, b));
    }
    // Sorted so that the next hit is the last head.
    const head = this.#heads.pop();
    if (!head) return undefined;
    const following = head.source.next();
    if (following) this.#place({ source: head.source, hit: following });
    return head.hit;
  }

  #place(head: { source: RangeSource; hit: Hit }): void {
    const heads = this.#heads ?? [];
    let low = 0;
    let high = heads.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = heads[middle];
      if (other && this.#compare(other, head) < 0) low = middle + 1;
      else high = middle;
    }
    heads.splice(low, 0, head);
  }

  release(): void {
    for (const source of this.#sources) source.release();
  }
}

export function makeSource(store: Store, collection: Collection, plan: Plan): Source {
  switch (plan.kind) {
    case 'empty':
      return new ChainSource([]);
    case 'scan':
      return new ScanSource(store, collection, plan.reverse);
    case 'union':
      return new ChainSource(plan.plans.map((one) => makeSource(store, collection, one)));
    case 'id': {
      const hit = findById(store, collection, plan.value);
      let given = false;
      return {
        next: () => {
          if (given) return undefined;
          given = true;
          return hit;
        },
        release: () => {},
      };
    }
    case 'index': {
      if (plan.groups) return new IntersectionSource(store, plan, plan.groups);
      const sources = plan.ranges.map((range) => new RangeSource(store, plan, range));
      if (plan.merge) return new MergeSource(sources, plan.reverse);
      return new ChainSource(plan.reverse ? sources.reverse() : sources);
    }
  }
}

function findById(store: Store, collection: Collection, value: unknown): Hit | undefined {
  const [index] = collection.indexes;
  if (!index) return undefined;
  const key = encodeKey([value], [1], index.collation);
  const record = store.recordByKey(collection, index, key);
  return record === undefined ? undefined : { record };
}
