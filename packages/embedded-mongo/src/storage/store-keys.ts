import type { Collection, Index } from './catalog';

export const DOCUMENTS = 0x01;

const ENTRIES = 0x02;

export const COUNTS = 0x03;

export const RECORD_KEY_BYTES = 11;

/** The first key after all that start with `prefix`. */
export function successor(prefix: Buffer): Buffer {
  for (let last = prefix.length - 1; last >= 0; last--) {
    const byte = prefix[last] ?? 0;
    if (byte < 0xff) {
      const next = Buffer.from(prefix.subarray(0, last + 1));
      next[last] = byte + 1;
      return next;
    }
  }
  return Buffer.from([0xff, 0xff]);
}

export function recordKey(collection: number, record: number): Buffer {
  const key = Buffer.allocUnsafe(RECORD_KEY_BYTES);
  key[0] = DOCUMENTS;
  key.writeUInt32BE(collection, 1);
  key.writeUIntBE(record, 5, 6);
  return key;
}

export function collectionPrefix(space: number, collection: number): Buffer {
  const key = Buffer.allocUnsafe(5);
  key[0] = space;
  key.writeUInt32BE(collection, 1);
  return key;
}

/** What all entries of an index start with. */
export function indexPrefix(collection: Collection, index: Index): Buffer {
  const key = Buffer.allocUnsafe(9);
  key[0] = ENTRIES;
  key.writeUInt32BE(collection.id, 1);
  key.writeUInt32BE(index.id, 5);
  return key;
}

export function recordBytes(record: number): Buffer {
  const bytes = Buffer.allocUnsafe(6);
  bytes.writeUIntBE(record, 0, 6);
  return bytes;
}
