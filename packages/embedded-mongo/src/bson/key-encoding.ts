import type { Code, ObjectId } from 'bson';
import type { Collation } from './collation';
import {
  binaryParts,
  type Direction,
  exactNumber,
  RANK,
  regexParts,
  textOf,
  timestampBits,
  typeRank,
} from './order';
import { type Document, fieldsOf } from './values';

/** Builds the bytes of a key. */
class KeyWriter {
  #bytes = Buffer.allocUnsafe(96);
  length = 0;

  #room(count: number): number {
    const start = this.length;
    this.length += count;
    if (this.length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.length, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, start);
      this.#bytes = larger;
    }
    return start;
  }

  byte(value: number): void {
    const at = this.#room(1);
    this.#bytes[at] = value;
  }

  raw(bytes: Uint8Array): void {
    const at = this.#room(bytes.length);
    this.#bytes.set(bytes, at);
  }

  uint16(value: number): void {
    const at = this.#room(2);
    this.#bytes.writeUInt16BE(value, at);
  }

  uint32(value: number): void {
    const at = this.#room(4);
    this.#bytes.writeUInt32BE(value, at);
  }

  uint64(value: bigint): void {
    const at = this.#room(8);
    this.#bytes.writeBigUInt64BE(value, at);
  }

  /** A double so that bytes sort as numbers; NaN below all. */
  double(value: number): void {
    const at = this.#room(8);
    if (Number.isNaN(value)) {
      this.#bytes.fill(0, at, at + 8);
      return;
    }
    this.#bytes.writeDoubleBE(value || 0, at);
    const first = this.#bytes[at] ?? 0;
    if (first & 0x80) this.invert(at, at + 8);
    else this.#bytes[at] = first | 0x80;
  }

  /** UTF-8 followed by 00 01; a NUL in it becomes 00 FF, so a prefix sorts before longer text. */
  text(value: string): void {
    const bytes = Buffer.from(value, 'utf8');
    let from = 0;
    for (let nul = bytes.indexOf(0); nul !== -1; nul = bytes.indexOf(0, from)) {
      this.raw(bytes.subarray(from, nul + 1));
      this.byte(0xff);
      from = nul + 1;
    }
    this.raw(bytes.subarray(from));
    this.uint16(0x0001);
  }

  invert(from: number, to = this.length): void {
    for (let i = from; i < to; i++) this.#bytes[i] = ~(this.#bytes[i] ?? 0) & 0xff;
  }

  done(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.length));
  }
}

/**
 * Encodes a tuple so that `Buffer.compare` of two keys gives the order of the tuples. No encoded
 * field is a prefix of another, so fields are simply joined; the bytes of a descending field are
 * inverted. With a collation strings are folded first: equal tuples have equal keys, but the byte
 * order is that of the folded text, not the collation's, so such keys serve equality alone.
 */
export function encodeKey(
  values: readonly unknown[],
  directions: readonly Direction[],
  collation?: Collation,
): Buffer {
  const writer = new KeyWriter();
  for (const [i, value] of values.entries()) {
    const start = writer.length;
    writeValue(writer, value, collation);
    if (directions[i] === -1) writer.invert(start);
  }
  return writer.done();
}

/**
 * The bytes between which all values of the same canonical type lie in an ascending field: `low` is
 * below or at the first, `high` above the last (compare with `low <= key < high`).
 */
export function encodeBracket(value: unknown): { low: Buffer; high: Buffer } {
  const rank = typeRank(value);
  return { low: Buffer.from([rank]), high: Buffer.from([rank + 1]) };
}

function writeValue(writer: KeyWriter, value: unknown, collation?: Collation): void {
  const rank = typeRank(value);
  writer.byte(rank);
  switch (rank) {
    case RANK.double:
      writeNumber(writer, value);
      break;
    case RANK.string: {
      const text = textOf(value);
      writer.text(collation ? collation.fold(text) : text);
      break;
    }
    case RANK.object:
      writeDocument(writer, value as Document, collation);
      break;
    case RANK.array:
      for (const item of value as unknown[]) writeValue(writer, item, collation);
      writer.byte(0);
      break;
    case RANK.binData: {
      const { bytes, subtype } = binaryParts(value);
      writer.uint32(bytes.length);
      writer.byte(subtype);
      writer.raw(bytes);
      break;
    }
    case RANK.objectId:
      writer.raw((value as ObjectId).id);
      break;
    case RANK.bool:
      writer.byte(value ? 1 : 0);
      break;
    case RANK.date:
      writer.double((value as Date).getTime());
      break;
    case RANK.timestamp:
      writer.uint64(timestampBits(value));
      break;
    case RANK.regex:
      for (const part of regexParts(value)) writer.text(part);
      break;
    case RANK.javascript:
      writer.text(String((value as Code).code));
      break;
    case RANK.javascriptWithScope:
      writer.text(String((value as Code).code));
      writeDocument(writer, (value as Code).scope ?? {}, undefined);
      break;
    default:
      break;
  }
}

function writeDocument(writer: KeyWriter, value: Document, collation?: Collation): void {
  for (const [name, field] of Object.entries(fieldsOf(value))) {
    // Types are compared before names, names before values.
    writer.byte(typeRank(field));
    writer.text(name);
    writeValue(writer, field, collation);
  }
  writer.byte(0);
}

function writeNumber(writer: KeyWriter, value: unknown): void {
  const exact = exactNumber(value);
  writer.double(exact.nearest);
  writer.byte(0x80 + exact.side);
  if (exact.side === 0) return;
  const start = writer.length;
  writer.uint16(exact.exponent + 0x8000);
  writer.text(exact.digits);
  if (exact.negative) writer.invert(start);
}
