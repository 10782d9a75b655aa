import path from 'node:path';
import { startEmbeddedMongo } from '@parley/embedded-mongo';
import mongoose from 'mongoose';
import { ROOT } from './build';

const WORKER_FILE = path.join(ROOT, 'dist/embedded-mongo-worker.js');

/** Works in the database that a running server has open, past the server. */
export async function withDatabase<T>(
  { dataDir }: { dataDir: string },
  work: (connection: mongoose.Connection) => Promise<T>,
): Promise<T> {
  const database = await startEmbeddedMongo({
    dir: path.join(dataDir, 'database'),
    workerFile: WORKER_FILE,
  });
  try {
    const connection = await mongoose.createConnection(database.uri).asPromise();
    try {
      return await work(connection);
    } finally {
      await connection.close();
    }
  } finally {
    await database.close();
  }
}
