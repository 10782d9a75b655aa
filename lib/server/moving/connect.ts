import mongoose from 'mongoose';
import { withoutCredentials } from '@/lib/server/database/address';

const CONNECT_TIMEOUT_MS = 5_000;

export type Database = mongoose.mongo.Db;

/** A database with the connection to it. */
export interface Connected {
  connection: mongoose.Connection;
  db: Database;
}

/**
 * Opens a database beside those of the models; what is written there is on disk, on most members, when it is
 * acknowledged. Throws with the address, without credentials, when it cannot be reached.
 */
export async function openDatabase(uri: string): Promise<Connected> {
  const connection = mongoose.createConnection(uri, {
    serverSelectionTimeoutMS: CONNECT_TIMEOUT_MS,
    writeConcern: { w: 'majority', journal: true },
  });
  try {
    const { db } = await connection.asPromise();
    if (!db) throw new Error('it is not connected');
    return { connection, db };
  } catch (error) {
    await connection.close().catch(() => {});
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${withoutCredentials(uri)} cannot be reached: ${reason}`, { cause: error });
  }
}
