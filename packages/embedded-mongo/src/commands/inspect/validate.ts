import { deserialize } from 'bson';
import type { Collection, Index } from '../../storage/catalog';
import type { Snapshot, Store } from '../../storage/store';
import { indexPrefix, successor } from '../../storage/store-keys';

/** Rows checked between two looks at the clock. */
const ROWS = 128;
const KEYS = 10_000;
const ERRORS_MAX = 100;

export interface CollectionReport {
  records: number;
  /** Documents that cannot be read. */
  invalid: number;
  keysPerIndex: Record<string, number>;
  wrongIndexes: string[];
  /** In words, at most a hundred. */
  errors: string[];
}

/**
 * Reads every document of a collection and compares it with every index and with the counter, on one
 * snapshot. The snapshot lives for the whole check, during which freed pages are not reused: the file
 * may grow.
 */
export async function validateCollection(
  store: Store,
  collection: Collection,
  pause: () => Promise<void>,
): Promise<CollectionReport> {
  const snapshot = store.snapshot();
  try {
    return await new Validation(store, collection, snapshot, pause).run();
  } finally {
    snapshot.done();
  }
}

class Validation {
  readonly #store: Store;
  readonly #collection: Collection;
  readonly #snapshot: Snapshot;
  readonly #pause: () => Promise<void>;
  /** How many entries the documents give each index. */
  readonly #expected = new Map<Index, number>();
  readonly #report: CollectionReport = {
    records: 0,
    invalid: 0,
    keysPerIndex: {},
    wrongIndexes: [],
    errors: [],
  };

  constructor(
    store: Store,
    collection: Collection,
    snapshot: Snapshot,
    pause: () => Promise<void>,
  ) {
    this.#store = store;
    this.#collection = collection;
    this.#snapshot = snapshot;
    this.#pause = pause;
    for (const index of collection.indexes) {
      if (index.builder === undefined) this.#expected.set(index, 0);
    }
  }

  async run(): Promise<CollectionReport> {
    await this.#readDocuments();
    for (const index of this.#expected.keys()) await this.#countEntries(index);
    const counted = this.#snapshot.count(this.#collection);
    const { records } = this.#report;
    if (counted !== records) {
      this.#complain(`the counter says ${counted} documents, there are ${records}`);
    }
    return this.#report;
  }

  #complain(text: string): void {
    if (this.#report.errors.length < ERRORS_MAX) this.#report.errors.push(text);
  }

  async #readDocuments(): Promise<void> {
    let after = 0;
    for (;;) {
      const rows = this.#snapshot.documents(this.#collection, after, ROWS);
      if (rows.length === 0) return;
      for (const { record, read } of rows) {
        after = record;
        this.#report.records++;
        this.#readDocument(record, read);
      }
      await this.#pause();
    }
  }

  #readDocument(record: number, read: () => Buffer): void {
    try {
      const bytes = read();
      deserialize(bytes, { validation: { utf8: true }, promoteValues: false });
      for (const index of this.#expected.keys()) this.#compare(index, record, bytes);
    } catch (error) {
      this.#report.invalid++;
      const reason = error instanceof Error ? error.message : String(error);
      this.#complain(`record ${record} cannot be read: ${reason}`);
    }
  }

  #compare(index: Index, record: number, bytes: Buffer): void {
    for (const key of this.#store.expectedKeys(this.#collection, index, record, bytes)) {
      this.#expected.set(index, (this.#expected.get(index) ?? 0) + 1);
      const holder = this.#snapshot.get(key);
      const isHeld = index.unique
        ? holder?.length === 6 && holder.readUIntBE(0, 6) === record
        : holder !== undefined;
      if (!isHeld) this.#complain(`record ${record} has no entry in ${index.name}`);
    }
  }

  async #countEntries(index: Index): Promise<void> {
    const prefix = indexPrefix(this.#collection, index);
    let keys = 0;
    for (let low = prefix; ; ) {
      const chunk = this.#snapshot.keys(low, successor(prefix), KEYS);
      keys += chunk.length;
      const last = chunk.at(-1);
      if (!last) break;
      low = Buffer.concat([last, Buffer.from([0])]);
      await this.#pause();
    }
    const expected = this.#expected.get(index);
    this.#report.keysPerIndex[index.name] = keys;
    if (keys === expected) return;
    this.#report.wrongIndexes.push(index.name);
    this.#complain(`${index.name} has ${keys} entries, its documents give ${expected}`);
  }
}
