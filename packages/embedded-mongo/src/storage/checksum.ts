import { crc32 } from 'node:zlib';
import { failure } from '../bson/mongo-error';

/** Follows each document in the file. Documents of format 1 have none until rewritten. */
export const CHECKSUM_BYTES = 4;

/** A document as it is stored under a key: followed by a checksum over the key and itself. */
export function addChecksum(key: Buffer, document: Buffer): Buffer {
  const stored = Buffer.allocUnsafe(document.length + CHECKSUM_BYTES);
  document.copy(stored);
  stored.writeUInt32BE(crc32(document, crc32(key)), document.length);
  return stored;
}

/**
 * The document in what is stored under a key.
 * @throws MongoError 246 when it is not what was written.
 */
export function removeChecksum(key: Buffer, stored: Buffer): Buffer {
  const length = stored.length >= 5 ? stored.readInt32LE(0) : -1;
  if (length === stored.length) return stored;
  const document = stored.subarray(0, Math.max(0, length));
  if (
    length + CHECKSUM_BYTES !== stored.length ||
    stored.readUInt32BE(length) !== crc32(document, crc32(key))
  ) {
    throw failure(
      246,
      'a stored document is damaged: its checksum does not fit. Check the database and restore a copy',
    );
  }
  return document;
}
