import path from 'node:path';
import { startEmbeddedMongo } from '@parley/embedded-mongo';
import { ROOT } from './build';
import { Link } from './link';

export interface SharedDatabase {
  /** For MONGODB_URI. */
  uri: string;
  /** The way to it. */
  link: Link;
  close(): Promise<void>;
}

/** A database for several servers: the embedded one behind a link that can be shut. */
export async function startSharedDatabase(dir: string): Promise<SharedDatabase> {
  const database = await startEmbeddedMongo({
    dir,
    workerFile: path.join(ROOT, 'dist/embedded-mongo-worker.js'),
  });
  const socketPath = decodeURIComponent(new URL(database.uri).host);
  const link = await Link.open(() => [socketPath]);
  return {
    uri: `mongodb://127.0.0.1:${link.port}/parley`,
    link,
    close: async () => {
      link.close();
      await database.close();
    },
  };
}
