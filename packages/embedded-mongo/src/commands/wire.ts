import { MongoError } from '../bson/mongo-error';
import { decodeDocument, encodeDocument, splitArray } from '../bson/raw-bson';
import type { Document } from '../bson/values';

/** mongod announces the same limit and enforces it. */
export const MAX_MESSAGE_BYTES = 48_000_000;
const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
/** Bits 0-15 must be understood by the receiver; 16 (exhaustAllowed) and up may be ignored. */
const UNKNOWN_REQUIRED_BITS = 0xfffc;
const HEADER_BYTES = 16;

/** The bytes received are not the protocol: the connection must be closed. */
export class ProtocolError extends Error {}

export interface Request {
  id: number;
  /** The command; its first field is its name. Documents to insert are in `documents`, as bytes. */
  command: Document;
  documents: Buffer[] | undefined;
  /** The client wants no answer (`w: 0`). */
  silent: boolean;
  legacy: boolean;
  /** The body could not be read; this is the answer. The connection stays usable. */
  error?: MongoError;
}

/** Arrays of a command that are taken apart here, so that documents to insert stay bytes. */
const RAW_FIELDS: ReadonlySet<string> = new Set(['documents', 'ops']);
/** The documents that a bulk write inserts. */
const RAW_IN_SEQUENCE: ReadonlySet<string> = new Set(['document']);

/** Splits a byte stream into messages. */
export class Framer {
  #parts: Buffer[] = [];
  #size = 0;

  /**
   * Takes received bytes and returns the messages that are now complete.
   * @throws ProtocolError when the length makes no sense.
   */
  push(chunk: Buffer): Buffer[] {
    this.#parts.push(chunk);
    this.#size += chunk.length;
    const messages: Buffer[] = [];
    while (this.#size >= HEADER_BYTES) {
      const head = this.#peek();
      const length = head.readInt32LE(0);
      if (length < HEADER_BYTES || length > MAX_MESSAGE_BYTES) {
        throw new ProtocolError(`message length ${length}`);
      }
      if (this.#size < length) break;
      const all = this.#parts.length === 1 ? (this.#parts[0] ?? head) : Buffer.concat(this.#parts);
      messages.push(all.subarray(0, length));
      this.#parts = all.length > length ? [all.subarray(length)] : [];
      this.#size = all.length - length;
    }
    return messages;
  }

  #peek(): Buffer {
    const [first] = this.#parts;
    if (first && first.length >= HEADER_BYTES) return first;
    this.#parts = [Buffer.concat(this.#parts)];
    return this.#parts[0] ?? Buffer.alloc(0);
  }
}

/**
 * Reads one message.
 * @throws ProtocolError for all but OP_MSG and the OP_QUERY of a first hello.
 */
export function readMessage(message: Buffer): Request {
  const id = message.readInt32LE(4);
  const operation = message.readInt32LE(12);
  try {
    if (operation === OP_MSG) return readOpMsg(id, message);
    if (operation === OP_QUERY) return readOpQuery(id, message);
  } catch (error) {
    if (error instanceof RangeError) throw new ProtocolError(error.message);
    throw error;
  }
  throw new ProtocolError(`operation ${operation}`);
}

function readOpQuery(id: number, message: Buffer): Request {
  const nameEnd = message.indexOf(0, 20);
  if (nameEnd < 0) throw new ProtocolError('unterminated collection name');
  const database = message.toString('utf8', 20, nameEnd).split('.')[0];
  const start = nameEnd + 9;
  const body = message.subarray(start, start + message.readInt32LE(start));
  const command = decodeDocument(body);
  command.$db ??= database;
  return { id, command, documents: undefined, silent: false, legacy: true };
}

function readOpMsg(id: number, message: Buffer): Request {
  const flags = message.readUInt32LE(16);
  if (flags & UNKNOWN_REQUIRED_BITS) throw new ProtocolError(`flags ${flags}`);
  const request: Request = {
    id,
    command: {},
    documents: undefined,
    silent: (flags & MORE_TO_COME) !== 0,
    legacy: false,
  };
  const end = message.length - (flags & CHECKSUM_PRESENT ? 4 : 0);
  let at = 20;
  let bodies = 0;
  const sequences = new Map<string, Buffer[]>();
  while (at < end) {
    const kind = message[at++];
    const size = message.readInt32LE(at);
    if (size < 5 || at + size > end) throw new ProtocolError('section length');
    const section = message.subarray(at, at + size);
    at += size;
    if (kind === 0) {
      bodies++;
      readBody(request, section);
    } else if (kind === 1) {
      const nameEnd = section.indexOf(0, 4);
      if (nameEnd < 0) throw new ProtocolError('unterminated sequence name');
      sequences.set(section.toString('utf8', 4, nameEnd), cutDocuments(section, nameEnd + 1));
    } else throw new ProtocolError(`section kind ${kind}`);
  }
  if (bodies !== 1) throw new ProtocolError(`${bodies} body sections`);
  try {
    for (const [name, parts] of sequences) {
      if (name === 'documents') request.documents = parts;
      else request.command[name] = parts.map(readOperation);
    }
  } catch (error) {
    if (!(error instanceof MongoError)) throw error;
    request.error = error;
  }
  return request;
}

function readBody(request: Request, section: Buffer): void {
  try {
    request.command = decodeDocument(section, RAW_FIELDS);
    const { documents, ops } = request.command;
    if (Buffer.isBuffer(documents)) request.documents = splitArray(documents);
    if (Buffer.isBuffer(ops)) request.command.ops = splitArray(ops).map(readOperation);
  } catch (error) {
    if (!(error instanceof MongoError)) throw error;
    request.error = error;
  }
}

const readOperation = (bytes: Buffer) => decodeDocument(bytes, RAW_IN_SEQUENCE);

function cutDocuments(section: Buffer, from: number): Buffer[] {
  const documents: Buffer[] = [];
  let at = from;
  while (at < section.length) {
    const size = section.readInt32LE(at);
    if (size < 5 || at + size > section.length) throw new ProtocolError('sequence length');
    documents.push(section.subarray(at, at + size));
    at += size;
  }
  return documents;
}

/** The message that answers a request. */
export function writeReply(request: Request, body: Buffer, replyId: number): Buffer {
  const head = Buffer.alloc(request.legacy ? 36 : 21);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(replyId, 4);
  head.writeInt32LE(request.id, 8);
  head.writeInt32LE(request.legacy ? OP_REPLY : OP_MSG, 12);
  if (request.legacy) {
    head.writeInt32LE(8, 16);
    head.writeInt32LE(1, 32);
  }
  return Buffer.concat([head, body]);
}

/** The body of an answer with a cursor: documents are copied as the bytes that are stored. */
export function cursorBody(
  batchName: 'firstBatch' | 'nextBatch',
  cursor: { id: bigint; ns: string; batch: readonly Buffer[] },
  more: Document = {},
): Buffer {
  const elements: Buffer[] = [];
  let size = 5;
  for (const [i, document] of cursor.batch.entries()) {
    const name = Buffer.from(`\x03${i}\0`, 'latin1');
    elements.push(name, document);
    size += name.length + document.length;
  }
  const array = Buffer.concat([int32(size), ...elements, Buffer.alloc(1)]);
  const id = Buffer.alloc(8);
  id.writeBigInt64LE(cursor.id);
  const ns = Buffer.from(`${cursor.ns}\0`, 'utf8');
  const inner = wrap([
    Buffer.from(`\x04${batchName}\0`, 'latin1'),
    array,
    Buffer.from('\x12id\0', 'latin1'),
    id,
    Buffer.from('\x02ns\0', 'latin1'),
    int32(ns.length),
    ns,
  ]);
  // `ok` is a double everywhere in the protocol.
  const ok = Buffer.alloc(12);
  ok.write('\x01ok\0', 0, 'latin1');
  ok.writeDoubleLE(1, 4);
  const others = encodeDocument(more).subarray(4, -1);
  return wrap([Buffer.from('\x03cursor\0', 'latin1'), inner, others, ok]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

function wrap(elements: Buffer[]): Buffer {
  const size = elements.reduce((sum, part) => sum + part.length, 5);
  return Buffer.concat([int32(size), ...elements, Buffer.alloc(1)]);
}
