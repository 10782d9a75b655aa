import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { open } from 'lmdb';
import { cutKey, type IndexEntries, indexEntries } from '../bson/index-keys';
import { failure, MongoError } from '../bson/mongo-error';
import { decodeDocument, decodeFields, differingFields } from '../bson/raw-bson';
import { describeKey } from '../bson/text';
import type { Document } from '../bson/values';
import { Catalog, type Collection, type Index } from './catalog';
import { addChecksum, CHECKSUM_BYTES, removeChecksum } from './checksum';
import { holdExit } from './exit-gate';
import { type Mark, markOpen } from './open-marks';
import { checkPages } from './page-check';
import {
  COUNTS,
  collectionPrefix,
  DOCUMENTS,
  indexPrefix,
  RECORD_KEY_BYTES,
  recordBytes,
  recordKey,
  successor,
} from './store-keys';
import type { KeyValueStore } from './types';

/** Documents read ahead stay below this, and one more. */
const READ_BYTES = 1024 * 1024;

/** Pages looked at before a file is opened: about 200 MB, half a second. Of a larger one its upper levels. */
const OPENING_PAGES_MAX = 50_000;

/** How long one transaction may go on taking queued jobs before it is synced. */
const TURN_MS = 10;

/** Of a document that is not in an index. */
const NO_ENTRIES: IndexEntries = { keys: [], tuples: [], multikey: [], cut: false };

interface Job {
  run: () => unknown;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
  outcome?: { value: unknown } | { error: unknown };
}

interface Counts {
  documents: number;
  bytes: number;
  nextRecord: number;
}

export interface StoreOptions {
  /** Upper bound of the file, in bytes. Tests of a full disk set it. */
  mapSize?: number;
  log?: (event: string, fields: Record<string, unknown>) => void;
}

/** A document that has not been looked at yet. */
interface StoredDocument {
  record: number;
  /** @throws MongoError 246 when it is damaged. */
  read(): Buffer;
}

/** One commit, whatever is written after it. */
export interface Snapshot {
  get(key: Buffer): Buffer | undefined;
  keys(low: Buffer, high: Buffer, limit: number): Buffer[];
  documents(collection: Collection, after: number, limit: number): StoredDocument[];
  count(collection: Collection): number;
  done(): void;
}

/** The file of a database folder. */
export function databaseFile(dir: string): string {
  return path.join(dir, 'data.mdb');
}

/** LMDB would end the process over a damaged page, and take an empty file for a new one. */
function requireSound(file: string): void {
  const { damage } = checkPages(file, OPENING_PAGES_MAX);
  const [first, ...more] = damage;
  if (first === undefined) return;
  const others = more.length > 0 ? `, and ${more.length} more` : '';
  throw new Error(
    `the database file ${file} is damaged: ${first}${others}. Nothing was changed. Stop every program that uses it and put a copy of its folder back in its place`,
  );
}

/**
 * Documents, index entries and counters in one LMDB database:
 *
 *     00 ...                         catalog (catalog.ts)
 *     01 collection record           the document, as BSON, and its checksum
 *     02 collection index key record (nothing); in a unique index the record is the value
 *     03 collection                  number of documents, their bytes, next record
 *
 * Records are 48-bit numbers in insertion order. All state is in LMDB, so several processes may
 * have one folder open. Reads see the last commit (`refresh` at the start of every turn); writes go
 * through `write`.
 */
export class Store {
  readonly catalog: Catalog;
  #queue: Job[] = [];
  #scheduled = false;
  /** Counters changed by the running job; written once at its end. */
  readonly #counts = new Map<number, Counts>();
  #closing = false;

  private constructor(
    readonly dir: string,
    readonly db: KeyValueStore,
    readonly mark: Mark,
    readonly log: (event: string, fields: Record<string, unknown>) => void,
  ) {
    this.catalog = new Catalog(db);
  }

  /**
   * Opens or creates the database in a folder.
   * @throws Error when its format is newer than this program, or its file is damaged or empty.
   */
  static open(dir: string, options: StoreOptions = {}): Store {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const mark = markOpen(dir);
    try {
      return Store.#openMarked(dir, mark, options);
    } catch (error) {
      mark.remove();
      throw error;
    }
  }

  static #openMarked(dir: string, mark: Mark, options: StoreOptions): Store {
    const file = databaseFile(dir);
    requireSound(file);
    const db: KeyValueStore = open({
      path: file,
      noSubdir: true,
      keyEncoding: 'binary',
      encoding: 'binary',
      cache: false,
      // Plain LMDB: a commit that has returned is on disk.
      overlappingSync: false,
      maxReaders: 512,
      ...(options.mapSize === undefined ? {} : { mapSize: options.mapSize }),
    });
    const store = new Store(dir, db, mark, options.log ?? (() => {}));
    try {
      // Readers of processes that were killed would keep freed pages from being used again.
      db.readerCheck();
      holdExit(() => db.transactionSync(() => store.catalog.prepare()));
    } catch (error) {
      store.close().catch(() => {});
      throw error;
    }
    return store;
  }

  /** Starts a turn: the newest commit, and the catalog if another process has changed it. */
  refresh(): void {
    this.db.resetReadTxn();
    this.catalog.load();
  }

  /**
   * Runs a job inside the next write transaction and resolves once that is on disk. Jobs queued in
   * one turn share one sync; each is undone alone when it throws.
   */
  write<T>(run: () => T): Promise<T> {
    if (this.#closing) return Promise.reject(failure(91, 'the database is shutting down'));
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ run, resolve: (value) => resolve(value as T), reject });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.#gather());
  }

  /**
   * A writer alone is synced at once. While several come together, each turn that brings more is
   * worth waiting for: it costs microseconds, a sync of its own a hundred times that.
   */
  #gather(): void {
    const waiting = this.#queue.length;
    if (waiting < 2) {
      this.#flush();
      return;
    }
    setImmediate(() => {
      if (this.#queue.length > waiting) this.#gather();
      else this.#flush();
    });
  }

  #flush(): void {
    this.#scheduled = false;
    this.#commit();
    if (this.#queue.length > 0) this.#schedule();
  }

  #commit(): void {
    const batch: Job[] = [];
    try {
      holdExit(() =>
        this.db.transactionSync(() => {
          this.catalog.load();
          const deadline = performance.now() + TURN_MS;
          for (let job = this.#queue.shift(); job; job = this.#queue.shift()) {
            batch.push(job);
            this.#perform(job);
            if (performance.now() > deadline) break;
          }
        }),
      );
    } catch (error) {
      this.catalog.forget();
      const reason = storageError(error);
      this.log('storage-failed', { reason: reason.message });
      for (const job of batch) job.reject(reason);
      return;
    }
    for (const job of batch) {
      if (job.outcome && 'value' in job.outcome) job.resolve(job.outcome.value);
      else job.reject(job.outcome?.error);
    }
  }

  #perform(job: Job): void {
    try {
      job.outcome = {
        value: this.db.childTransaction(() => {
          const value = job.run();
          for (const [id, counts] of this.#counts) this.#putCounts(id, counts);
          return value;
        }),
      };
    } catch (error) {
      // The undone job may have changed the catalog in memory.
      this.catalog.forget();
      this.catalog.load();
      // Even an unforeseen one is its own affair: the child transaction is gone, the others stand.
      job.outcome = { error: storageError(error) };
    } finally {
      this.#counts.clear();
    }
  }

  #putCounts(collection: number, counts: Counts): void {
    const bytes = Buffer.allocUnsafe(24);
    bytes.writeDoubleBE(counts.documents, 0);
    bytes.writeDoubleBE(counts.bytes, 8);
    bytes.writeDoubleBE(counts.nextRecord, 16);
    this.db.putSync(collectionPrefix(COUNTS, collection), bytes);
  }

  /** Number and total size of the documents, without a scan. */
  countsOf(collection: Collection): Readonly<Counts> {
    const pending = this.#counts.get(collection.id);
    if (pending) return pending;
    const bytes = this.db.get(collectionPrefix(COUNTS, collection.id));
    return {
      documents: bytes?.readDoubleBE(0) ?? 0,
      bytes: bytes?.readDoubleBE(8) ?? 0,
      nextRecord: bytes?.readDoubleBE(16) ?? 1,
    };
  }

  #countsForWrite(collection: Collection): Counts {
    let counts = this.#counts.get(collection.id);
    if (!counts) {
      counts = { ...this.countsOf(collection) };
      this.#counts.set(collection.id, counts);
    }
    return counts;
  }

  get(collection: Collection, record: number): Buffer | undefined {
    const key = recordKey(collection.id, record);
    const stored = this.db.get(key);
    return stored && removeChecksum(key, stored);
  }

  /** The document that holds a key of a unique index. */
  recordByKey(collection: Collection, index: Index, key: Buffer): number | undefined {
    return this.db
      .get(Buffer.concat([indexPrefix(collection, index), cutKey(key)]))
      ?.readUIntBE(0, 6);
  }

  /** Documents in insertion order (or its reverse) after a record; fewer when they are large. */
  documents(
    collection: Collection,
    options: { after?: number; reverse: boolean; limit: number },
  ): Array<{ record: number; bytes: Buffer }> {
    const prefix = collectionPrefix(DOCUMENTS, collection.id);
    const { after, reverse, limit } = options;
    const first = after === undefined ? prefix : recordKey(collection.id, after);
    const found: Array<{ record: number; bytes: Buffer }> = [];
    let bytes = 0;
    const range = reverse
      ? { start: after === undefined ? successor(prefix) : first, end: prefix, reverse }
      : { start: first, end: successor(prefix) };
    for (const { key, value } of this.db.getRange({ ...range, exclusiveStart: true, limit })) {
      const document = removeChecksum(key as Buffer, value);
      found.push({ record: (key as Buffer).readUIntBE(5, 6), bytes: document });
      bytes += value.length;
      if (bytes > READ_BYTES) break;
    }
    return found;
  }

  /** Entries with low <= key < high in key order or its reverse, at most `limit`. */
  entries(
    index: Index,
    range: { low: Buffer; high: Buffer; after?: Buffer; reverse: boolean; limit: number },
  ): Array<{ key: Buffer; record: number }> {
    const { low, high, after, reverse, limit } = range;
    const bounds = reverse
      ? { start: after ?? high, end: low, reverse, exclusiveStart: true, inclusiveEnd: true }
      : { start: after ?? low, end: high, exclusiveStart: after !== undefined };
    const found: Array<{ key: Buffer; record: number }> = [];
    if (index.unique) {
      for (const { key, value } of this.db.getRange({ ...bounds, limit })) {
        found.push({ key: key as Buffer, record: value.readUIntBE(0, 6) });
      }
    } else {
      for (const key of this.db.getKeys({ ...bounds, limit }) as Iterable<Buffer>) {
        found.push({ key, record: key.readUIntBE(key.length - 6, 6) });
      }
    }
    return found;
  }

  /** The key and the checksum that are stored with a document. */
  readonly bytesBesideDocument = RECORD_KEY_BYTES + CHECKSUM_BYTES;

  /** The bytes of entries after one, keys and values; `last` is undefined when there are no more. */
  entryBytes(
    collection: Collection,
    index: Index,
    { after, limit }: { after: Buffer | undefined; limit: number },
  ): { bytes: number; last?: Buffer } {
    const prefix = indexPrefix(collection, index);
    const keys = [
      ...this.db.getKeys({
        start: after ?? prefix,
        end: successor(prefix),
        exclusiveStart: after !== undefined,
        limit,
      }),
    ] as Buffer[];
    const values = index.unique ? 6 * keys.length : 0;
    const bytes = keys.reduce((total, key) => total + key.length, values);
    const last = keys.length === limit ? keys.at(-1) : undefined;
    return last ? { bytes, last } : { bytes };
  }

  /** Adds a document; every unique key is checked before the first byte is written. */
  insert(collection: Collection, bytes: Buffer): number {
    const counts = this.#countsForWrite(collection);
    const record = counts.nextRecord;
    const plan = this.#entriesOf(collection, bytes);
    for (const { index, entries } of plan) this.#requireUnique(collection, index, entries, record);
    for (const { index, entries } of plan) this.#putEntries(collection, index, entries, record);
    this.#putDocument(collection, record, bytes);
    counts.nextRecord++;
    counts.documents++;
    counts.bytes += bytes.length;
    return record;
  }

  #putDocument(collection: Collection, record: number, bytes: Buffer): void {
    const key = recordKey(collection.id, record);
    this.db.putSync(key, addChecksum(key, bytes));
  }

  /** Replaces a document and moves only the index entries that change, of indexes whose fields do. */
  update(collection: Collection, record: number, before: Buffer, after: Buffer): void {
    const counts = this.#countsForWrite(collection);
    const differing = differingFields(before, after);
    const isTouched = ({ fields }: Index) =>
      !fields || [...fields].some((field) => differing.has(field));
    const indexes = collection.indexes.filter(isTouched);
    const old = this.#entriesOf(collection, before, indexes);
    const fresh = this.#entriesOf(collection, after, indexes);
    for (const { index, entries } of fresh) this.#requireUnique(collection, index, entries, record);
    for (const [i, { index, entries }] of fresh.entries()) {
      const kept = new Set(entries.keys.map((key) => key.toString('latin1')));
      const had = new Set<string>();
      for (const key of old[i]?.entries.keys ?? []) {
        const text = key.toString('latin1');
        had.add(text);
        if (!kept.has(text)) this.db.removeSync(this.#entryKey(collection, index, key, record));
      }
      this.#putEntries(collection, index, entries, record, had);
    }
    this.#putDocument(collection, record, after);
    counts.bytes += after.length - before.length;
  }

  /** Removes a document and its index entries. */
  remove(collection: Collection, record: number, bytes: Buffer): void {
    const counts = this.#countsForWrite(collection);
    for (const { index, entries } of this.#entriesOf(collection, bytes)) {
      for (const key of entries.keys) {
        this.db.removeSync(this.#entryKey(collection, index, key, record));
      }
    }
    this.db.removeSync(recordKey(collection.id, record));
    counts.documents--;
    counts.bytes -= bytes.length;
  }

  /** Adds one document to one index, for a build; harmless when already there. */
  addToIndex(collection: Collection, index: Index, record: number, bytes: Buffer): void {
    const entries = this.#entriesFor(index, decodeDocument(bytes));
    this.#requireUnique(collection, index, entries, record);
    this.#putEntries(collection, index, entries, record);
  }

  /** The entries a document has in an index; `validate` compares them with what is stored. */
  expectedKeys(collection: Collection, index: Index, record: number, bytes: Buffer): Buffer[] {
    return this.#entriesFor(index, decodeDocument(bytes)).keys.map((key) =>
      this.#entryKey(collection, index, key, record),
    );
  }

  #entriesFor(index: Index, document: Document): IndexEntries {
    // Asked first: most documents are in few of the partial indexes.
    if (index.partial && !index.partial.test(document)) return NO_ENTRIES;
    const entries = indexEntries(document, index.paths, index.directions, index.collation);
    const isAbsent =
      index.sparse && index.paths.every((_, i) => entries.tuples.every((t) => t[i] === undefined));
    return isAbsent ? NO_ENTRIES : entries;
  }

  #entriesOf(collection: Collection, bytes: Buffer, indexes = collection.indexes) {
    const document = collection.indexedFields
      ? decodeFields(bytes, collection.indexedFields)
      : decodeDocument(bytes);
    return indexes.map((index) => ({
      index,
      entries: this.#entriesFor(index, document),
    }));
  }

  #entryKey(collection: Collection, index: Index, key: Buffer, record: number): Buffer {
    const parts = [indexPrefix(collection, index), key];
    if (!index.unique) parts.push(recordBytes(record));
    return Buffer.concat(parts);
  }

  #requireUnique(
    collection: Collection,
    index: Index,
    entries: { keys: Buffer[]; tuples: unknown[][] },
    record: number,
  ): void {
    if (!index.unique) return;
    for (const [i, key] of entries.keys.entries()) {
      const holder = this.db.get(this.#entryKey(collection, index, key, record));
      if (!holder || holder.readUIntBE(0, 6) === record) continue;
      const keyValue: Document = {};
      for (const [field, name] of index.paths.entries()) {
        keyValue[name] = entries.tuples[i]?.[field] ?? null;
      }
      throw new MongoError(
        11000,
        'DuplicateKey',
        `E11000 duplicate key error collection: ${collection.ns} index: ${index.name} dup key: ${describeKey(keyValue)}`,
        { keyPattern: index.keyPattern, keyValue },
      );
    }
  }

  #putEntries(
    collection: Collection,
    index: Index,
    entries: { keys: Buffer[]; multikey: boolean[]; cut: boolean },
    record: number,
    skip?: ReadonlySet<string>,
  ): void {
    if (entries.keys.length === 0) return;
    const grows = entries.multikey.some((many, i) => many && !index.multikey[i]);
    if (grows || (entries.cut && !index.cut)) {
      this.catalog.noteShape(collection, index, entries.multikey, entries.cut);
    }
    const value = index.unique ? recordBytes(record) : Buffer.alloc(0);
    for (const key of entries.keys) {
      if (skip?.has(key.toString('latin1'))) continue;
      this.db.putSync(this.#entryKey(collection, index, key, record), value);
    }
  }

  /** The state of this moment, for a check that takes many turns. `done` must be called. */
  snapshot(): Snapshot {
    this.refresh();
    // biome-ignore lint/correctness/useHookAtTopLevel: lmdb's name for opening a snapshot, no React
    const transaction = this.db.useReadTransaction();
    const { db } = this;
    return {
      get: (key) => db.get(key, { transaction }),
      keys: (low, high, limit) => [
        ...(db.getKeys({ start: low, end: high, limit, transaction }) as Iterable<Buffer>),
      ],
      documents: (collection, after, limit) => {
        const start = recordKey(collection.id, after + 1);
        const end = successor(collectionPrefix(DOCUMENTS, collection.id));
        const found: StoredDocument[] = [];
        let bytes = 0;
        for (const { key, value } of db.getRange({ start, end, limit, transaction })) {
          const record = (key as Buffer).readUIntBE(5, 6);
          found.push({ record, read: () => removeChecksum(key as Buffer, value) });
          bytes += value.length;
          if (bytes > READ_BYTES) break;
        }
        return found;
      },
      count: (collection) =>
        db.get(collectionPrefix(COUNTS, collection.id), { transaction })?.readDoubleBE(0) ?? 0,
      done: () => transaction.done(),
    };
  }

  /**
   * Deletes what dropped collections and indexes left behind, a little per transaction so that
   * nobody waits for it. Safe to call at any time and in several processes.
   */
  async purge(): Promise<void> {
    for (;;) {
      const more = await this.write(() => this.catalog.purgeSome(2_000));
      if (!more) return;
    }
  }

  /** Commits what is queued and closes the file. */
  async close(): Promise<void> {
    this.#closing = true;
    while (this.#queue.length > 0) this.#commit();
    await this.db.close();
    this.mark.remove();
  }
}

function storageError(error: unknown): MongoError {
  if (error instanceof MongoError) return error;
  const message = error instanceof Error ? error.message : String(error);
  // LMDB reports a short write, which a full disk or quota gives, as an input/output error.
  if (/MAP_FULL|no space|ENOSPC|file too large|EFBIG|quota|input\/output/i.test(message)) {
    return failure(14031, `nothing could be written, the disk is full or failing: ${message}`);
  }
  return Object.assign(new MongoError(1, 'InternalError', message), { cause: error });
}
