import type { RootDatabase } from 'lmdb';

/** The open file: bytes by bytes, in the order of the keys. */
export type KeyValueStore = RootDatabase<Buffer, Buffer>;
