import type { Collation } from '../bson/collation';
import { failure } from '../bson/mongo-error';
import type { SortSpec } from '../bson/order';
import { decodeDocument, decodeFields } from '../bson/raw-bson';
import type { Document } from '../bson/values';
import type { Matcher } from '../language/match';
import { compareBySort } from '../language/sort';
import type { Constraint } from '../language/types';
import type { Collection } from '../storage/catalog';
import type { Store } from '../storage/store';
import { isExact, isSorted, type Plan } from './planner';
import { type Found, makeSource } from './sources';
import type { Hit, Source } from './types';

/** MongoDB's limit for a sort in memory. */
const SORT_BYTES = 100 * 1024 * 1024;

function mayDouble(plan: Plan): boolean {
  if (plan.kind === 'union') return true;
  return plan.kind === 'index' && plan.doubles;
}

/** Top-level fields a filter reads; undefined when they are not known. */
function fieldsRead(constraint: Constraint, into = new Set<string>()): Set<string> | undefined {
  switch (constraint.kind) {
    case 'and':
      return constraint.all.every((one) => fieldsRead(one, into)) ? into : undefined;
    case 'or':
      return constraint.any.every((one) => fieldsRead(one, into)) ? into : undefined;
    case 'path':
      return into.add(constraint.path.split('.')[0] ?? '');
    case 'other':
      return undefined;
  }
}

export interface ExecutionOptions {
  store: Store;
  collection: Collection;
  plan: Plan;
  matcher: Matcher;
  sort?: SortSpec;
  skip?: number;
  limit?: number;
  collation?: Collation | undefined;
}

/**
 * Runs a plan in slices. `run` works until it is told to pause and can be called again in a later
 * turn, when the data may have changed: documents that were deleted or no longer match are skipped.
 */
export class Execution {
  readonly #options: ExecutionOptions;
  done = false;
  full = false;
  keysExamined = 0;
  documentsExamined = 0;
  delivered = 0;
  readonly #source: Source;
  readonly #seen: Set<number> | undefined;
  readonly #fields: ReadonlySet<string> | undefined;
  readonly #tests: boolean;
  readonly #blocking: Sorter | undefined;
  #sorted: Found[] | undefined;
  #sortedAt = 0;
  /** Found, but too large for the last batch. */
  #held: Found | undefined;
  readonly plan: Plan;
  #toSkip: number;
  #left: number;

  constructor(options: ExecutionOptions) {
    this.#options = options;
    const { store, collection, plan, matcher, sort, collation } = options;
    this.plan = plan;
    this.#source = makeSource(store, collection, plan);
    this.#seen = mayDouble(plan) ? new Set() : undefined;
    this.#tests = !isExact(plan);
    this.#fields = fieldsRead(matcher.constraints);
    this.#toSkip = options.skip ?? 0;
    this.#left = options.limit || Number.POSITIVE_INFINITY;
    if (sort && !isSorted(plan, sort)) {
      this.#blocking = new Sorter(sort, collation, this.#toSkip + this.#left);
    }
  }

  /** @throws MongoError 175 when the collection or an index of the plan has been dropped. */
  #requireCurrent(): void {
    const { store, collection, plan } = this.#options;
    const plans = plan.kind === 'union' ? plan.plans : [plan];
    for (const one of plans) {
      const index = one.kind === 'index' ? one.index : undefined;
      if (!store.catalog.isCurrent(collection, index)) {
        throw failure(175, 'the collection or index of this query was dropped');
      }
    }
  }

  /**
   * Appends to `out` until it holds `want`, the end is reached (`done`), `pause` says so, or the
   * next document would not fit into `room` bytes (`full`); the first always fits.
   */
  run(out: Found[], want: number, pause: () => boolean, room = Number.POSITIVE_INFINITY): void {
    this.full = false;
    let left = room;
    this.#requireCurrent();
    if (this.#blocking && !this.#sorted) {
      for (;;) {
        const found = this.#match(pause);
        if (found === 'pause') return;
        if (!found) break;
        this.#blocking.add(found);
      }
      this.#sorted = this.#blocking.result();
    }
    while (out.length < want) {
      if (this.#left <= 0) {
        this.done = true;
        return;
      }
      const found =
        this.#held ?? (this.#sorted ? this.#sorted[this.#sortedAt++] : this.#match(pause));
      if (found === 'pause') return;
      if (!found) {
        this.done = true;
        return;
      }
      if (this.#toSkip > 0) {
        this.#toSkip--;
        continue;
      }
      if (found.bytes.length > left && out.length > 0) {
        this.#held = found;
        this.full = true;
        return;
      }
      this.#held = undefined;
      left -= found.bytes.length;
      this.#left--;
      this.delivered++;
      out.push(found);
    }
    if (this.#left <= 0) this.done = true;
  }

  /** Continues to count until told to pause; from the index alone where its entries are exact. */
  count(pause: () => boolean): number {
    this.#requireCurrent();
    const { plan } = this;
    // An index entry and its document are written in one transaction: neither exists alone.
    const fromIndex = (plan.kind === 'index' || plan.kind === 'union') && isExact(plan);
    let counted = 0;
    for (;;) {
      if (this.#left <= 0) break;
      const found = fromIndex ? this.#entry(pause) : this.#match(pause);
      if (found === 'pause') return counted;
      if (!found) break;
      if (this.#toSkip > 0) this.#toSkip--;
      else {
        counted++;
        this.#left--;
      }
    }
    this.done = true;
    return counted;
  }

  #entry(pause: () => boolean): Hit | 'pause' | undefined {
    for (;;) {
      if (pause()) {
        this.#source.release();
        return 'pause';
      }
      const hit = this.#source.next();
      if (!hit) return undefined;
      if (hit === 'more') continue;
      this.keysExamined++;
      if (!this.#seen) return hit;
      if (this.#seen.has(hit.record)) continue;
      this.#seen.add(hit.record);
      return hit;
    }
  }

  /** The next matching document, without order beyond the plan's. */
  #match(pause: () => boolean): Found | 'pause' | undefined {
    const { store, collection, matcher } = this.#options;
    for (;;) {
      if (pause()) {
        this.#source.release();
        return 'pause';
      }
      const hit = this.#source.next();
      if (!hit) return undefined;
      if (hit === 'more') continue;
      if (hit.key) this.keysExamined++;
      if (this.#seen) {
        if (this.#seen.has(hit.record)) continue;
        this.#seen.add(hit.record);
      }
      const bytes = hit.bytes ?? store.get(collection, hit.record);
      if (!bytes) continue;
      this.documentsExamined++;
      if (this.#tests) {
        const document = this.#fields ? decodeFields(bytes, this.#fields) : decodeDocument(bytes);
        if (!matcher.test(document)) continue;
      }
      return { record: hit.record, bytes };
    }
  }
}

/** Sorts in memory, keeping no more than the first `keep`. */
class Sorter {
  readonly #keep: number;
  #rows: Array<{ found: Found; keys: Document }> = [];
  #bytes = 0;
  readonly #fields: ReadonlySet<string>;
  readonly #compare: (a: Document, b: Document) => number;

  constructor(sort: SortSpec, collation: Collation | undefined, keep: number) {
    this.#keep = keep;
    this.#fields = new Set(sort.map(([path]) => path.split('.')[0] ?? path));
    this.#compare = compareBySort(sort, collation);
  }

  add(found: Found): void {
    const keys = decodeFields(found.bytes, this.#fields);
    // Throws for a document that cannot be sorted, even when it is the only one.
    this.#compare(keys, keys);
    this.#rows.push({ found, keys });
    this.#bytes += found.bytes.length;
    if (this.#rows.length >= this.#keep * 2 + 1_000) this.#trim();
    if (this.#bytes > SORT_BYTES) {
      this.#trim();
      if (this.#bytes > SORT_BYTES) {
        throw failure(
          292,
          'Sort exceeded memory limit of 104857600 bytes, but did not opt in to external sorting.',
        );
      }
    }
  }

  #trim(): void {
    this.#rows.sort((a, b) => this.#compare(a.keys, b.keys));
    if (this.#rows.length > this.#keep) {
      this.#rows.length = this.#keep;
      this.#bytes = this.#rows.reduce((sum, { found }) => sum + found.bytes.length, 0);
    }
  }

  result(): Found[] {
    this.#trim();
    return this.#rows.map(({ found }) => found);
  }
}
