import type { Decimal128, Long } from 'bson';

/** A decoded BSON document. Fields are read and written by own property only. */
export type Document = Record<string, unknown>;

/** The type names `$type` knows, as mongod spells them. */
export type BsonType =
  | 'minKey'
  | 'missing'
  | 'null'
  | 'int'
  | 'long'
  | 'double'
  | 'decimal'
  | 'string'
  | 'symbol'
  | 'object'
  | 'array'
  | 'binData'
  | 'objectId'
  | 'bool'
  | 'date'
  | 'timestamp'
  | 'regex'
  | 'dbPointer'
  | 'javascript'
  | 'javascriptWithScope'
  | 'maxKey';

const tags: Record<string, BsonType> = {
  Int32: 'int',
  Double: 'double',
  Long: 'long',
  Decimal128: 'decimal',
  ObjectId: 'objectId',
  ObjectID: 'objectId',
  Binary: 'binData',
  UUID: 'binData',
  Timestamp: 'timestamp',
  BSONRegExp: 'regex',
  MinKey: 'minKey',
  MaxKey: 'maxKey',
  BSONSymbol: 'symbol',
  DBRef: 'object',
};

/** The class name of a bson instance. An own field named `_bsontype` is data, not a class. */
function tagOf(value: object): string | undefined {
  if (Object.hasOwn(value, '_bsontype')) return undefined;
  const tag: unknown = Reflect.get(value, '_bsontype');
  return typeof tag === 'string' ? tag : undefined;
}

/** The BSON type of a decoded value; `undefined` is a missing field. */
export function bsonType(value: unknown): BsonType {
  switch (typeof value) {
    case 'undefined':
      return 'missing';
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'long';
    case 'number':
      return Number.isInteger(value) && (value | 0) === value && !Object.is(value, -0)
        ? 'int'
        : 'double';
    case 'object': {
      if (value === null) return 'null';
      if (Array.isArray(value)) return 'array';
      const tag = tagOf(value);
      if (tag === 'Code') return Reflect.get(value, 'scope') ? 'javascriptWithScope' : 'javascript';
      if (tag !== undefined) return tags[tag] ?? 'object';
      if (value instanceof Date) return 'date';
      if (value instanceof Uint8Array) return 'binData';
      return value instanceof RegExp ? 'regex' : 'object';
    }
    default:
      return 'missing';
  }
}

/** True for a plain document: not an array, not an instance of a bson class. */
export function isDocument(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && bsonType(value) === 'object';
}

/**
 * The fields of a document value. bson decodes `{ $ref, $id }` to a DBRef; for paths and comparison
 * it is an ordinary document.
 */
export function fieldsOf(value: Document): Document {
  if (tagOf(value) !== 'DBRef') return value;
  const { collection, oid, db, fields } = value as {
    collection?: unknown;
    oid?: unknown;
    db?: unknown;
    fields?: Document;
  };
  return { $ref: collection, $id: oid, ...(db === undefined ? {} : { $db: db }), ...fields };
}

/** True for null and for a missing value. */
export function isNullish(value: unknown): boolean {
  return value === undefined || value === null;
}

/** An own field, or undefined. */
export function getOwn(doc: Document, field: string): unknown {
  const fields = fieldsOf(doc);
  return Object.hasOwn(fields, field) ? fields[field] : undefined;
}

/** Sets an own field, also one named `__proto__`. */
export function setOwn(doc: Document, field: string, value: unknown): void {
  if (field !== '__proto__') doc[field] = value;
  else {
    Object.defineProperty(doc, field, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
}

/** A shallow copy that keeps a field named `__proto__`. */
export function copyDocument(doc: Document): Document {
  const copy: Document = {};
  for (const [field, value] of Object.entries(fieldsOf(doc))) setOwn(copy, field, value);
  return copy;
}

/** True for int, long, double and decimal. */
export function isNumber(value: unknown): boolean {
  const type = bsonType(value);
  return type === 'int' || type === 'long' || type === 'double' || type === 'decimal';
}

/** A number of any BSON type as a JavaScript number (longs and decimals lose what does not fit). */
export function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  switch (bsonType(value)) {
    case 'long':
      return (value as Long).toNumber();
    case 'decimal':
      return Number((value as Decimal128).toString());
    default:
      return Number((value as { value: number }).value);
  }
}

/** The exact integer of an int or long. */
export function toBigInt(value: unknown): bigint {
  if (typeof value === 'bigint') return value;
  return bsonType(value) === 'long' && typeof value === 'object'
    ? (value as Long).toBigInt()
    : BigInt(toNumber(value));
}

/** An integral number within 2^53 as a JavaScript number; undefined for anything else. */
export function asInteger(value: unknown): number | undefined {
  if (!isNumber(value)) return undefined;
  const number = toNumber(value);
  return Number.isSafeInteger(number) ? number : undefined;
}

/** What mongod counts as true in a flag: everything but false, null, missing and zero. */
export function isTruthy(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return false;
  return !isNumber(value) || toNumber(value) !== 0;
}

/** A component of a dotted path that can name an array element: `0`, `17`, never `01`. */
export function arrayIndex(part: string): number | undefined {
  return /^(0|[1-9]\d{0,8})$/.test(part) ? Number(part) : undefined;
}
