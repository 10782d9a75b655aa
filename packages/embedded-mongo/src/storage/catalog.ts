import { randomBytes } from 'node:crypto';
import { Binary, UUID } from 'bson';
import { type Collation, parseCollation } from '../bson/collation';
import { failure } from '../bson/mongo-error';
import type { Direction } from '../bson/order';
import { decodeDocument, encodeDocument } from '../bson/raw-bson';
import { type Document, isDocument, toNumber } from '../bson/values';
import { compileFilter, type Matcher } from '../language/match';
import type { KeyValueStore } from './types';

/** Layout of the file. Raise it together with a step in MIGRATIONS. */
export const FORMAT = 2;

/** Prefix of the collections that `$out` fills; the process id follows it. */
export const OUTPUT_PREFIX = 'tmp.agg_out.';

/** A step from format `from` to `from + 1`, run in the transaction that opens the file. */
export interface Migration {
  from: number;
  run: (db: KeyValueStore) => void;
}

/** One step for every older format, so the files of all earlier releases can be opened. */
const MIGRATIONS: readonly Migration[] = [
  // From format 2 on a checksum follows each document; older documents are read without one.
  { from: 1, run: () => {} },
];

export interface Index {
  id: number;
  name: string;
  paths: string[];
  directions: Direction[];
  keyPattern: Document;
  /** Top-level fields that its entries come from; undefined when any might matter. */
  fields: ReadonlySet<string> | undefined;
  /** What listIndexes returns. */
  spec: Document;
  unique: boolean;
  sparse: boolean;
  partial?: Matcher;
  partialFilter?: Document;
  expireAfterSeconds?: number;
  collation?: Collation | undefined;
  /** Per field: some document had an array on its path. Never goes back to false. */
  multikey: boolean[];
  /** Some key was too long and cut, so the order of entries is not exact. */
  cut: boolean;
  /** Id of the process that is building the index; queries do not use it until that is done. */
  builder?: number;
}

export interface Collection {
  id: number;
  ns: string;
  database: string;
  name: string;
  uuid: Binary;
  options: Document;
  collation?: Collation | undefined;
  indexes: Index[];
  /** Top-level fields that indexes read; undefined when one needs the whole document. */
  indexedFields?: ReadonlySet<string>;
}

const key = (kind: number, rest: Buffer = Buffer.alloc(0)): Buffer =>
  Buffer.concat([Buffer.from([0, kind]), rest]);
const FORMAT_KEY = key(0);
const STAMP_KEY = key(1);
const NEXT_ID_KEY = key(2);
const COLLECTIONS = 3;
const GARBAGE = 4;

/** The collections and indexes of a file, cached until any process changes them. */
export class Catalog {
  readonly #db: KeyValueStore;
  #stamp = '';
  #collections = new Map<string, Collection>();

  constructor(db: KeyValueStore) {
    this.#db = db;
  }

  /**
   * Checks or writes the format, inside a write transaction.
   * @throws Error when the file was written by a newer release.
   */
  prepare(migrations: readonly Migration[] = MIGRATIONS, target = FORMAT): void {
    const stored = this.#db.get(FORMAT_KEY);
    let format = stored?.readUInt32BE(0) ?? target;
    if (format > target) {
      throw new Error(
        `the database folder has format ${format}, this program reads up to ${target}: use a newer release`,
      );
    }
    while (format < target) {
      const step = migrations.find(({ from }) => from === format);
      if (!step) throw new Error(`no migration from database format ${format}`);
      step.run(this.#db);
      format++;
    }
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(format);
    if (!stored?.equals(bytes)) this.#db.putSync(FORMAT_KEY, bytes);
    this.#dropOrphans();
  }

  /** Drops unfinished index builds and results of `$out` of processes that have ended. */
  #dropOrphans(): void {
    this.load();
    for (const collection of [...this.#collections.values()]) {
      if (collection.name.startsWith(OUTPUT_PREFIX)) {
        const pid = Number.parseInt(collection.name.slice(OUTPUT_PREFIX.length), 10);
        if (!isAlive(pid)) this.drop(collection);
        continue;
      }
      for (const index of [...collection.indexes]) {
        if (index.builder !== undefined && !isAlive(index.builder)) {
          this.dropIndex(collection, index);
        }
      }
    }
  }

  /** Reads the catalog again if it has changed since the last call. */
  load(): void {
    const stamp = this.#db.get(STAMP_KEY)?.toString('hex') ?? '';
    if (stamp === this.#stamp && stamp !== '') return;
    this.#collections = new Map();
    const start = key(COLLECTIONS);
    for (const { value } of this.#db.getRange({ start, end: key(COLLECTIONS + 1) })) {
      const collection = readCollection(decodeDocument(value));
      this.#collections.set(collection.ns, collection);
    }
    this.#stamp = stamp;
  }

  /** Makes the next `load` read everything: the cache may hold changes that were undone. */
  forget(): void {
    this.#stamp = '';
  }

  find(ns: string): Collection | undefined {
    return this.#collections.get(ns);
  }

  all(): Collection[] {
    return [...this.#collections.values()];
  }

  /** Whether the collection, and the index if given, still exist and were not created again. */
  isCurrent(collection: Collection, index?: Index): boolean {
    const current = this.#collections.get(collection.ns);
    if (current?.id !== collection.id) return false;
    return !index || current.indexes.some(({ id }) => id === index.id);
  }

  #nextId(): number {
    const id = this.#db.get(NEXT_ID_KEY)?.readUInt32BE(0) ?? 1;
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(id + 1);
    this.#db.putSync(NEXT_ID_KEY, bytes);
    return id;
  }

  #save(collection: Collection): void {
    this.#db.putSync(key(COLLECTIONS, Buffer.from(collection.ns)), writeCollection(collection));
    this.#changed();
  }

  /** A random stamp: a counter could give an undone change and the next one the same number. */
  #changed(): void {
    const stamp = randomBytes(8);
    this.#db.putSync(STAMP_KEY, stamp);
    this.#stamp = stamp.toString('hex');
  }

  /** The collection, made when absent. Inside a write transaction only, as all below. */
  ensure(ns: string, options: Document = {}): Collection {
    const existing = this.#collections.get(ns);
    if (existing) return existing;
    const dot = ns.indexOf('.');
    const collation = parseCollation(options.collation);
    const collection: Collection = {
      id: this.#nextId(),
      ns,
      database: ns.slice(0, dot),
      name: ns.slice(dot + 1),
      uuid: new UUID(),
      options,
      ...(collation ? { collation } : {}),
      indexes: [],
    };
    this.#collections.set(ns, collection);
    const spec: Document = { v: 2, key: { _id: 1 }, name: '_id_' };
    if (collation) spec.collation = collation.spec;
    this.addIndex(collection, spec);
    return collection;
  }

  /** Adds an index from a checked specification; `builder` while its entries are being made. */
  addIndex(collection: Collection, spec: Document, builder?: number): Index {
    const id = this.#nextId();
    const index = readIndex({ id, spec, ...(builder === undefined ? {} : { builder }) });
    collection.indexes.push(index);
    this.#reshape(collection);
    return index;
  }

  finishBuild(collection: Collection, index: Index): void {
    delete index.builder;
    this.#save(collection);
  }

  /** Replaces the specification of an index, for another TTL. */
  respec(collection: Collection, index: Index, spec: Document): void {
    const at = collection.indexes.indexOf(index);
    collection.indexes[at] = readIndex({ ...storedIndex(index), spec });
    this.#save(collection);
  }

  dropIndex(collection: Collection, index: Index): void {
    collection.indexes = collection.indexes.filter(({ id }) => id !== index.id);
    this.#discard(2, collection.id, index.id);
    this.#reshape(collection);
  }

  #reshape(collection: Collection): void {
    const fields = indexedFields(collection.indexes);
    if (fields) collection.indexedFields = fields;
    else delete collection.indexedFields;
    this.#save(collection);
  }

  noteShape(collection: Collection, index: Index, multikey: boolean[], cut: boolean): void {
    index.multikey = index.multikey.map((many, i) => many || (multikey[i] ?? false));
    index.cut ||= cut;
    this.#save(collection);
  }

  drop(collection: Collection): void {
    this.#db.removeSync(key(COLLECTIONS, Buffer.from(collection.ns)));
    this.#collections.delete(collection.ns);
    for (const space of [1, 2, 3]) this.#discard(space, collection.id);
    this.#changed();
  }

  rename(collection: Collection, ns: string): void {
    this.#db.removeSync(key(COLLECTIONS, Buffer.from(collection.ns)));
    this.#collections.delete(collection.ns);
    const dot = ns.indexOf('.');
    const renamed = { ...collection, ns, database: ns.slice(0, dot), name: ns.slice(dot + 1) };
    this.#collections.set(ns, renamed);
    this.#save(renamed);
  }

  /** Records a key prefix that is no longer used, for `purgeSome`; ids are never used twice. */
  #discard(space: number, collection: number, index?: number): void {
    const prefix = Buffer.alloc(index === undefined ? 5 : 9);
    prefix[0] = space;
    prefix.writeUInt32BE(collection, 1);
    if (index !== undefined) prefix.writeUInt32BE(index, 5);
    this.#db.putSync(key(GARBAGE, prefix), Buffer.alloc(0));
  }

  /** Deletes up to `limit` unreachable records; false when none are left. */
  purgeSome(limit: number): boolean {
    const [note] = [
      ...this.#db.getKeys({ start: key(GARBAGE), end: key(GARBAGE + 1), limit: 1 }),
    ] as Buffer[];
    if (!note) return false;
    const prefix = note.subarray(2);
    const end = Buffer.concat([prefix, Buffer.alloc(40, 0xff)]);
    const keys = [...this.#db.getKeys({ start: prefix, end, limit })] as Buffer[];
    for (const doomed of keys) this.#db.removeSync(doomed);
    if (keys.length < limit) this.#db.removeSync(note);
    return true;
  }
}

/** Whether a process of this machine runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function indexedFields(indexes: Index[]): ReadonlySet<string> | undefined {
  const fields = new Set<string>();
  for (const index of indexes) {
    if (!index.fields) return undefined;
    for (const field of index.fields) fields.add(field);
  }
  return fields;
}

const topLevelOf = (path: string): string => path.split('.', 1)[0] ?? path;

/** The top-level fields that a filter looks at; undefined when that cannot be told from its names. */
function filterFields(filter: Document): string[] | undefined {
  const fields: string[] = [];
  for (const [name, value] of Object.entries(filter)) {
    if (!name.startsWith('$')) {
      fields.push(topLevelOf(name));
      continue;
    }
    if (!Array.isArray(value) || !value.every(isDocument)) return undefined;
    for (const part of value) {
      const below = filterFields(part);
      if (!below) return undefined;
      fields.push(...below);
    }
  }
  return fields;
}

function fieldsOf(paths: string[], partialFilter: unknown): ReadonlySet<string> | undefined {
  const filtered = isDocument(partialFilter) ? filterFields(partialFilter) : [];
  return filtered && new Set([...paths.map(topLevelOf), ...filtered]);
}

function asDocument(value: unknown): Document {
  if (!isDocument(value)) throw failure(1, 'the catalog is damaged');
  return value;
}

function readIndex(stored: Document): Index {
  const spec = asDocument(stored.spec);
  const keyPattern = asDocument(spec.key);
  const paths = Object.keys(keyPattern);
  const index: Index = {
    id: toNumber(stored.id),
    name: String(spec.name),
    paths,
    directions: Object.values(keyPattern).map((value) => (toNumber(value) < 0 ? -1 : 1)),
    keyPattern,
    fields: fieldsOf(paths, spec.partialFilterExpression),
    spec,
    unique: spec.unique === true || spec.name === '_id_',
    sparse: spec.sparse === true,
    multikey: Array.isArray(stored.multikey)
      ? stored.multikey.map((many) => many === true)
      : paths.map(() => false),
    cut: stored.cut === true,
  };
  const collation = parseCollation(spec.collation);
  if (collation) index.collation = collation;
  if (isDocument(spec.partialFilterExpression)) {
    index.partialFilter = spec.partialFilterExpression;
    index.partial = compileFilter(spec.partialFilterExpression, collation ? { collation } : {});
  }
  if (spec.expireAfterSeconds !== undefined) {
    index.expireAfterSeconds = toNumber(spec.expireAfterSeconds);
  }
  if (stored.builder !== undefined) index.builder = toNumber(stored.builder);
  return index;
}

function storedIndex(index: Index): Document {
  const { id, spec, multikey, cut, builder } = index;
  return { id, spec, multikey, cut, ...(builder === undefined ? {} : { builder }) };
}

function readCollection(stored: Document): Collection {
  const ns = String(stored.ns);
  const dot = ns.indexOf('.');
  const indexes = (stored.indexes as Document[]).map(readIndex);
  const options = asDocument(stored.options);
  const collation = parseCollation(options.collation);
  const fields = indexedFields(indexes);
  return {
    id: toNumber(stored.id),
    ns,
    database: ns.slice(0, dot),
    name: ns.slice(dot + 1),
    uuid: stored.uuid instanceof Binary ? stored.uuid : new UUID(),
    options,
    indexes,
    ...(collation ? { collation } : {}),
    ...(fields ? { indexedFields: fields } : {}),
  };
}

function writeCollection(collection: Collection): Buffer {
  const { id, ns, uuid, options, indexes } = collection;
  return encodeDocument({ id, ns, uuid, options, indexes: indexes.map(storedIndex) });
}
