import type { Store } from '../storage/store';
import type { KeyRange } from './bounds';
import type { IndexPlan } from './planner';
import { FIRST_CHUNK, type Hit, LAST_CHUNK, type Source } from './types';

interface Entry {
  key: Buffer;
  record: number;
}

/** A place among suffixes: the first at `suffix` or behind it, or behind it alone. */
interface Place {
  suffix: Buffer;
  behind: boolean;
}

/** The entries of one range, sought by what follows the range's prefix. */
class RangeStream {
  readonly #store: Store;
  readonly #plan: IndexPlan;
  readonly #range: KeyRange;
  #chunk: Entry[] = [];
  #position = 0;
  /** How often the chunk was of use. */
  #used = 0;

  constructor(store: Store, plan: IndexPlan, range: KeyRange) {
    this.#store = store;
    this.#plan = plan;
    this.#range = range;
  }

  suffix({ key }: Entry): Buffer {
    return key.subarray(this.#range.prefix);
  }

  isBefore({ key }: Entry, { suffix, behind }: Place): boolean {
    const order = key.compare(suffix, 0, suffix.length, this.#range.prefix, key.length);
    if (order === 0) return behind;
    return this.#plan.reverse ? order > 0 : order < 0;
  }

  seek(place: Place | undefined): Entry | undefined {
    if (!place) {
      this.#read(undefined);
      return this.#chunk[0];
    }
    const last = this.#chunk.at(-1);
    if (!last || this.isBefore(last, place)) this.#read(place);
    else this.#used++;
    let low = this.#position;
    let high = this.#chunk.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const entry = this.#chunk[middle];
      if (entry && this.isBefore(entry, place)) low = middle + 1;
      else high = middle;
    }
    this.#position = low;
    return this.#chunk[low];
  }

  #read(place: Place | undefined): void {
    const { index, reverse } = this.#plan;
    let { low, high } = this.#range;
    let after: Buffer | undefined;
    if (place) {
      const key = Buffer.concat([low.subarray(0, this.#range.prefix), place.suffix]);
      // A place before the range is its beginning: a later field may have bounds of its own.
      const isWithin = Buffer.compare(key, low) >= 0 && Buffer.compare(key, high) < 0;
      if (isWithin && place.behind) after = key;
      else if (isWithin && reverse) high = Buffer.concat([key, Buffer.alloc(1)]);
      else if (isWithin) low = key;
      else if (reverse === Buffer.compare(key, low) < 0) {
        this.#chunk = [];
        this.#position = 0;
        return;
      }
    }
    // As far ahead as the last chunk was of use: entries far apart are sought one by one.
    const limit = Math.min(LAST_CHUNK, Math.max(FIRST_CHUNK / 4, this.#used * 4));
    this.#chunk = this.#store.entries(index, {
      low,
      high,
      reverse,
      limit,
      ...(after && { after }),
    });
    this.#position = 0;
    this.#used = 0;
  }

  release(): void {
    this.#chunk = [];
    this.#position = 0;
  }
}

/** The entries of several ranges, merged in the order of their suffixes. */
class GroupStream {
  readonly #streams: RangeStream[];
  readonly #reverse: boolean;
  /** Sorted so that the first entry is the last head. */
  #heads: Array<{ stream: RangeStream; entry: Entry; suffix: Buffer }> | undefined;

  constructor(streams: RangeStream[], reverse: boolean) {
    this.#streams = streams;
    this.#reverse = reverse;
  }

  seek(place: Place | undefined): { entry: Entry; suffix: Buffer } | undefined {
    if (!this.#heads) {
      this.#heads = [];
      for (const stream of this.#streams) this.#push(stream, stream.seek(place));
    }
    for (let head = this.#heads.at(-1); head; head = this.#heads.at(-1)) {
      if (!place || !head.stream.isBefore(head.entry, place)) return head;
      this.#heads.pop();
      this.#push(head.stream, head.stream.seek(place));
    }
    return undefined;
  }

  #push(stream: RangeStream, entry: Entry | undefined): void {
    if (!entry) return;
    const heads = this.#heads ?? [];
    const suffix = stream.suffix(entry);
    let low = 0;
    let high = heads.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const order = Buffer.compare(heads[middle]?.suffix ?? suffix, suffix);
      if (this.#reverse ? order < 0 : order > 0) low = middle + 1;
      else high = middle;
    }
    heads.splice(low, 0, { stream, entry, suffix });
  }

  release(): void {
    this.#heads = undefined;
    for (const stream of this.#streams) stream.release();
  }
}

/** Seeks in each group after which a turn may end without a hit. */
const SEEKS_PER_STEP = 32;

/** What has an entry in every group, in the order of the suffixes. */
export class IntersectionSource implements Source {
  readonly #groups: GroupStream[];
  #place: Place | undefined;

  constructor(store: Store, plan: IndexPlan, groups: KeyRange[][]) {
    this.#groups = groups.map((ranges) => {
      const streams = ranges.map((range) => new RangeStream(store, plan, range));
      return new GroupStream(streams, plan.reverse);
    });
  }

  next(): Hit | 'more' | undefined {
    const count = this.#groups.length;
    let agreed = 0;
    for (let seeks = 0; seeks < SEEKS_PER_STEP * count; seeks++) {
      const found = this.#groups[seeks % count]?.seek(this.#place);
      if (!found) return undefined;
      const isSame = this.#place?.behind === false && this.#place.suffix.equals(found.suffix);
      agreed = isSame ? agreed + 1 : 1;
      const isHit = agreed === count;
      this.#place = { suffix: found.suffix, behind: isHit };
      if (isHit) return found.entry;
    }
    return 'more';
  }

  release(): void {
    for (const group of this.#groups) group.release();
  }
}
