import { type Collation, parseCollation } from '../bson/collation';
import { failure, notSupported } from '../bson/mongo-error';
import type { Operation } from '../bson/operation';
import type { SortSpec } from '../bson/order';
import { asInteger, bsonType, type Document, isDocument, isTruthy, toBigInt } from '../bson/values';
import type { Collection } from '../storage/catalog';
import type { Store } from '../storage/store';
import type { Cursors } from './cursors';

/** Shared by all commands of one process. */
export interface Engine {
  store: Store;
  cursors: Cursors;
  startedAt: number;
  /** A query without an index that takes longer is logged. */
  slowMs: number;
  log: (event: string, fields: Record<string, unknown>) => void;
}

/** One running command. */
export interface Context {
  engine: Engine;
  operation: Operation;
  database: string;
  name: string;
  args: Args;
  /** The values of `let`. */
  variables: Document | undefined;
  /** Documents of an insert, as bytes. */
  documents: Buffer[] | undefined;
  connectionId: number;
  /** The same for all connections of a client program. */
  client: string;
  session: string;
}

/** A document, or a body already encoded. */
export type Answer = Document | Buffer;

export interface Command {
  run: (context: Context) => Answer | Promise<Answer>;
  /** Fields that are implemented. */
  fields?: readonly string[];
  /** Fields that are accepted and have no effect in this database. */
  harmless?: readonly string[];
  /** Fields of MongoDB that this database refuses. */
  refused?: readonly string[];
  /** Whether the write concern must be checked. */
  writes?: boolean;
}

/** Fields any command may have; the dispatcher checks those that have a meaning here. */
export const GENERIC_FIELDS: ReadonlySet<string> = new Set([
  '$db',
  '$readPreference',
  '$clusterTime',
  'lsid',
  'comment',
  'readConcern',
  'writeConcern',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
  'maxTimeMS',
  'txnNumber',
  'autocommit',
  'startTransaction',
  'serialization_context',
]);

/** Typed access to the fields of a command. */
export class Args {
  readonly #name: string;

  constructor(
    readonly command: Document,
    name: string,
  ) {
    this.#name = name;
  }

  has(field: string): boolean {
    return this.command[field] !== undefined && this.command[field] !== null;
  }

  value(field: string): unknown {
    return this.command[field];
  }

  #wrong(field: string, expected: string): Error {
    const type = bsonType(this.command[field]);
    return failure(
      14,
      `BSON field '${this.#name}.${field}' is the wrong type '${type}', expected type '${expected}'`,
    );
  }

  document(field: string): Document | undefined {
    if (!this.has(field)) return undefined;
    const value = this.command[field];
    if (!isDocument(value)) throw this.#wrong(field, 'object');
    return value;
  }

  documentsOf(field: string): Document[] {
    const value = this.command[field];
    if (value === undefined) {
      throw failure(40414, `BSON field '${this.#name}.${field}' is missing but a required field`);
    }
    if (!Array.isArray(value) || !value.every(isDocument)) throw this.#wrong(field, 'array');
    return value;
  }

  string(field: string): string {
    const value = this.command[field];
    if (value === undefined) {
      throw failure(40414, `BSON field '${this.#name}.${field}' is missing but a required field`);
    }
    if (typeof value !== 'string') throw this.#wrong(field, 'string');
    return value;
  }

  boolean(field: string): boolean {
    return isTruthy(this.command[field]);
  }

  integer(field: string): number | undefined {
    if (!this.has(field)) return undefined;
    const value = asInteger(this.command[field]);
    if (value === undefined) throw this.#wrong(field, 'long');
    return value;
  }

  /** @throws MongoError 51024 when negative. */
  natural(field: string): number | undefined {
    const value = this.integer(field);
    if (value !== undefined && value < 0) {
      throw failure(51024, `BSON field '${field}' value must be >= 0, actual value '${value}'`);
    }
    return value;
  }
}

/** MongoDB's default size of a first batch. */
export const FIRST_BATCH = 101;

/** `cursor.batchSize` of a command. @throws MongoError 14, 51024 */
export function batchSizeOf(args: Args, otherwise = FIRST_BATCH): number {
  const cursor = new Args(args.document('cursor') ?? {}, 'cursor');
  return cursor.natural('batchSize') ?? otherwise;
}

/** A cursor id. @throws MongoError 14 */
export function cursorId(value: unknown): bigint {
  const type = bsonType(value);
  if (type !== 'long' && type !== 'int') throw failure(14, `a cursor id is a long, not ${type}`);
  return toBigInt(value);
}

/**
 * The namespace of a command.
 * @throws MongoError 73 for a name that MongoDB rejects.
 */
export function namespaceOf(context: Context, field = context.name): string {
  const value = context.args.value(field);
  if (typeof value !== 'string') {
    throw failure(73, `collection name has invalid type ${bsonType(value)}`);
  }
  return namespace(context.database, value);
}

/** @throws MongoError 73 for a name that MongoDB rejects. */
export function namespace(database: string, collection: string): string {
  const ns = `${database}.${collection}`;
  if (
    collection === '' ||
    collection.startsWith('.') ||
    collection.includes('$') ||
    collection.includes('\0') ||
    Buffer.byteLength(ns) > 255
  ) {
    throw failure(73, `Invalid namespace specified '${ns}'`);
  }
  return ns;
}

/** The collation of an operation: its own, or the collection's. */
export function collationFor(
  spec: Document | undefined,
  collection: Collection | undefined,
): Collation | undefined {
  return spec ? parseCollation(spec) : collection?.collation;
}

/**
 * Reads a sort specification.
 * @throws MongoError 15974 on an invalid direction.
 */
export function parseSort(sort: Document | undefined): SortSpec {
  const spec: SortSpec = [];
  for (const [path, value] of Object.entries(sort ?? {})) {
    if (isDocument(value)) throw notSupported(`sort by ${Object.keys(value)[0] ?? 'expression'}`);
    const direction = asInteger(value);
    if (direction !== 1 && direction !== -1) {
      throw failure(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    }
    if (path === '') throw failure(15976, 'FieldPath cannot be constructed with empty string');
    spec.push([path, direction]);
  }
  return spec;
}

export function ownerOf(context: Context): { client: string; session: string } {
  return { client: context.client, session: context.session };
}
