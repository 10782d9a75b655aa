import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  type Document,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  serialize,
  Timestamp,
} from 'bson';
import { MongoError, notSupported } from './mongo-error';

/** Largest document a client may store: 16 MiB, as in MongoDB. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;
/** MongoDB reads nothing that is nested deeper than this, and stores a little less. */
const MAX_DEPTH = 200;
const MAX_STORED_DEPTH = 180;

function invalid(why: string): MongoError {
  return new MongoError(22, 'InvalidBSON', `invalid BSON: ${why}`);
}

/**
 * Reads one BSON document. Own code because three things are needed that the library cannot do:
 * keep `{$ref, $id}` a plain object (it makes a DBRef, whose fields then cannot be matched), decode
 * only some top-level fields, and return nested documents as bytes.
 */
class Reader {
  readonly #bytes: Buffer;
  readonly #maxDepth: number;
  #at = 0;

  constructor(bytes: Buffer, maxDepth = MAX_DEPTH) {
    this.#bytes = bytes;
    this.#maxDepth = maxDepth;
  }

  #name(): string {
    const end = this.#bytes.indexOf(0, this.#at);
    if (end < 0) throw invalid('unterminated name');
    const text = this.#bytes.toString('utf8', this.#at, end);
    this.#at = end + 1;
    return text;
  }

  #int32(): number {
    const value = this.#bytes.readInt32LE(this.#at);
    this.#at += 4;
    return value;
  }

  #take(size: number): Buffer {
    if (size < 0 || this.#at + size > this.#bytes.length) throw invalid('length out of range');
    const part = this.#bytes.subarray(this.#at, this.#at + size);
    this.#at += size;
    return part;
  }

  #text(): string {
    const size = this.#int32();
    if (size < 1) throw invalid('string length');
    const part = this.#take(size);
    if (part[size - 1] !== 0) throw invalid('unterminated string');
    return part.toString('utf8', 0, size - 1);
  }

  #long(): Long {
    return new Long(this.#int32(), this.#int32());
  }

  /** Reads the header of the document at the cursor and returns where it ends. */
  #begin(depth: number): number {
    if (depth > this.#maxDepth) throw new MongoError(15, 'Overflow', 'BSON is nested too deeply');
    const start = this.#at;
    const size = this.#int32();
    const end = start + size;
    if (size < 5 || end > this.#bytes.length || this.#bytes[end - 1] !== 0) {
      throw invalid('document length');
    }
    return end;
  }

  /**
   * @param pick decode only these top-level fields
   * @param raw leave these top-level fields as bytes (documents and arrays only)
   */
  document(depth: number, pick?: ReadonlySet<string>, raw?: ReadonlySet<string>): Document {
    const end = this.#begin(depth);
    const result: Document = {};
    let wanted = pick?.size ?? -1;
    for (;;) {
      const type = this.#bytes[this.#at++];
      if (type === 0) break;
      if (type === undefined || this.#at > end) throw invalid('document runs past its end');
      const name = this.#name();
      if (pick && !pick.has(name)) {
        this.skip(type, depth);
        continue;
      }
      let value: unknown;
      if (raw?.has(name) && (type === 3 || type === 4)) {
        const start = this.#at;
        this.#at = this.#begin(depth + 1);
        value = this.#bytes.subarray(start, this.#at);
      } else value = this.#value(type, depth);
      if (name === '__proto__') {
        Object.defineProperty(result, name, {
          value,
          enumerable: true,
          configurable: true,
          writable: true,
        });
      } else result[name] = value;
      if (--wanted === 0) {
        this.#at = end;
        return result;
      }
    }
    if (this.#at !== end) throw invalid('document ends early');
    return result;
  }

  #array(depth: number): unknown[] {
    const end = this.#begin(depth);
    const result: unknown[] = [];
    for (;;) {
      const type = this.#bytes[this.#at++];
      if (type === 0) break;
      const nameEnd = this.#bytes.indexOf(0, this.#at);
      if (type === undefined || nameEnd < 0 || nameEnd >= end) throw invalid('array');
      this.#at = nameEnd + 1;
      result.push(this.#value(type, depth));
    }
    if (this.#at !== end) throw invalid('array ends early');
    return result;
  }

  #value(type: number, depth: number): unknown {
    switch (type) {
      case 0x01:
        return new Double(this.#take(8).readDoubleLE(0));
      case 0x02:
        return this.#text();
      case 0x03:
        return this.document(depth + 1);
      case 0x04:
        return this.#array(depth + 1);
      case 0x05:
        return this.#binary();
      case 0x07:
        return new ObjectId(this.#take(12));
      case 0x08: {
        const flag = this.#take(1)[0];
        if (flag !== 0 && flag !== 1) throw invalid('boolean');
        return flag === 1;
      }
      case 0x09:
        return this.#date();
      case 0x0a:
        return null;
      case 0x0b:
        return new BSONRegExp(this.#name(), this.#name());
      case 0x0d:
        return new Code(this.#text());
      case 0x0e:
        return new BSONSymbol(this.#text());
      case 0x0f: {
        this.#int32();
        const code = this.#text();
        return new Code(code, this.document(depth + 1));
      }
      case 0x10:
        return new Int32(this.#int32());
      case 0x11: {
        const low = this.#int32() >>> 0;
        return new Timestamp({ t: this.#int32() >>> 0, i: low });
      }
      case 0x12:
        return this.#long();
      case 0x13:
        return new Decimal128(Buffer.from(this.#take(16)));
      case 0xff:
        return new MinKey();
      case 0x7f:
        return new MaxKey();
      case 0x06:
        throw notSupported('the deprecated BSON type "undefined"');
      case 0x0c:
        throw notSupported('the deprecated BSON type "dbPointer"');
      default:
        throw invalid(`unknown type 0x${type.toString(16)}`);
    }
  }

  #date(): Date {
    const milliseconds = this.#long().toNumber();
    // Outside the range of Date: an invalid Date would be stored as another value.
    if (Math.abs(milliseconds) > 8.64e15) throw notSupported('a date outside the years ±275,000');
    return new Date(milliseconds);
  }

  #binary(): Binary {
    const size = this.#int32();
    const subtype = this.#take(1)[0] ?? 0;
    const part = this.#take(size);
    // Subtype 2 repeats its length inside.
    return new Binary(Buffer.from(subtype === 2 ? part.subarray(4) : part), subtype);
  }

  /** Moves past a value, checking its structure on the way. */
  skip(type: number, depth: number): void {
    switch (type) {
      case 0x01:
      case 0x09:
      case 0x11:
      case 0x12:
        this.#take(8);
        return;
      case 0x02:
      case 0x0d:
      case 0x0e:
        this.#take(this.#int32());
        return;
      case 0x03:
      case 0x04:
        this.#skipDocument(depth + 1);
        return;
      case 0x05:
        this.#take(this.#int32() + 1);
        return;
      case 0x07:
        this.#take(12);
        return;
      case 0x08:
        this.#take(1);
        return;
      case 0x0a:
      case 0x7f:
      case 0xff:
        return;
      case 0x0b:
        this.#skipName();
        this.#skipName();
        return;
      case 0x10:
        this.#take(4);
        return;
      case 0x13:
        this.#take(16);
        return;
      default:
        this.#value(type, depth);
    }
  }

  #skipName(): void {
    const end = this.#bytes.indexOf(0, this.#at);
    if (end < 0) throw invalid('unterminated name');
    this.#at = end + 1;
  }

  #skipDocument(depth: number): void {
    const end = this.#begin(depth);
    for (;;) {
      const type = this.#bytes[this.#at++];
      if (type === 0) break;
      if (type === undefined || this.#at > end) throw invalid('document runs past its end');
      this.#skipName();
      this.skip(type, depth);
    }
    if (this.#at !== end) throw invalid('document ends early');
  }

  /** Calls back for every top-level element with its type and byte range (header included). */
  elements(visit: (name: string, type: number, from: number, to: number) => boolean): void {
    const end = this.#begin(1);
    while (this.#at < end - 1) {
      const from = this.#at;
      const type = this.#bytes[this.#at++] ?? 0;
      const name = this.#name();
      this.skip(type, 1);
      if (!visit(name, type, from, this.#at)) return;
    }
    if (this.#at !== end - 1) throw invalid('document ends early');
  }
}

function guard<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw invalid('length out of range');
    throw error;
  }
}

/**
 * Decodes a document with every type kept (Int32, Double and Long stay instances).
 * @throws MongoError 22 on damaged bytes, 238 on types JavaScript cannot carry.
 */
export function decodeDocument(bytes: Buffer, raw?: ReadonlySet<string>): Document {
  return guard(() => new Reader(bytes).document(1, undefined, raw));
}

/** Decodes only the named top-level fields; the rest is skipped without being built. */
export function decodeFields(bytes: Buffer, fields: ReadonlySet<string>): Document {
  if (fields.size === 0) return {};
  return guard(() => new Reader(bytes).document(1, fields));
}

/** The top-level fields that two documents do not have alike, byte by byte. */
export function differingFields(before: Buffer, after: Buffer): Set<string> {
  return guard(() => {
    const had = new Map<string, Buffer>();
    new Reader(before).elements((name, _type, from, to) => {
      had.set(name, before.subarray(from, to));
      return true;
    });
    const differing = new Set<string>();
    new Reader(after).elements((name, _type, from, to) => {
      if (!had.get(name)?.equals(after.subarray(from, to))) differing.add(name);
      had.delete(name);
      return true;
    });
    for (const name of had.keys()) differing.add(name);
    return differing;
  });
}

/** The documents of a BSON array as byte ranges, undecoded. */
export function splitArray(bytes: Buffer): Buffer[] {
  return guard(() => {
    const parts: Buffer[] = [];
    new Reader(bytes).elements((name, type, from, to) => {
      if (type !== 3) throw new MongoError(14, 'TypeMismatch', 'expected an array of objects');
      parts.push(bytes.subarray(from + 2 + Buffer.byteLength(name), to));
      return true;
    });
    return parts;
  });
}

/**
 * Prepares a document for storage: structure checked, `_id` first (drivers send it last), made
 * when absent.
 */
export function normalizeForInsert(bytes: Buffer): Buffer {
  return guard(() => {
    let from = -1;
    let to = -1;
    new Reader(bytes, MAX_STORED_DEPTH).elements((name, _type, start, end) => {
      if (name === '_id' && from < 0) {
        from = start;
        to = end;
      }
      return true;
    });
    if (from === 4) return bytes;
    const id =
      from < 0
        ? Buffer.concat([Buffer.from('\x07_id\0', 'latin1'), new ObjectId().id])
        : bytes.subarray(from, to);
    const rest = from < 0 ? [bytes.subarray(4)] : [bytes.subarray(4, from), bytes.subarray(to)];
    const result = Buffer.concat([Buffer.alloc(4), id, ...rest]);
    result.writeInt32LE(result.length, 0);
    return result;
  });
}

/** Encodes a document built by the engine; plain integral numbers become int32, others double. */
export function encodeDocument(document: Document): Buffer {
  const bytes = serialize(document, { ignoreUndefined: true });
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
