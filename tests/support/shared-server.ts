import { rmSync } from 'node:fs';
import { beforeAll } from 'vitest';
import { withDatabase } from './database';
import { type ServerOptions, startServer, type TestServer } from './server';

/** What a test needs of a server that it neither stops nor restarts. */
export type SharedServer = Pick<TestServer, 'url' | 'port' | 'dataDir'>;

let shared: Promise<TestServer> | undefined;

/** Ends with the test runner's worker, which is ended by SIGTERM. */
async function startShared(): Promise<TestServer> {
  const server = await startServer();
  const end = () => {
    server.process.kill('SIGKILL');
    rmSync(server.dataDir, { recursive: true, force: true });
  };
  process.once('exit', end);
  process.once('SIGTERM', () => {
    end();
    // Without a listener of somebody else's the process would now outlive the signal.
    if (process.listenerCount('SIGTERM') === 0) process.kill(process.pid, 'SIGTERM');
  });
  return server;
}

/** More documents than this take longer to delete than a new server to start. */
const EMPTIED_COUNT_MAX = 2_000;

async function tryToEmpty(server: TestServer): Promise<boolean> {
  return withDatabase(server, async (connection) => {
    const names = (await connection.listCollections()).map(({ name }) => name);
    const collections = names.map((name) => connection.collection(name));
    const counts = await Promise.all(collections.map((each) => each.estimatedDocumentCount()));
    if (counts.reduce((sum, count) => sum + count, 0) > EMPTIED_COUNT_MAX) return false;
    for (const collection of collections) await collection.deleteMany({});
    return true;
  });
}

/**
 * The server that the tests of this worker share, without anybody or anything in it. Pages and
 * sockets of earlier tests must be closed: they would speak for people who are gone.
 */
export async function emptySharedServer(): Promise<SharedServer> {
  const last = await shared;
  if (last && last.process.exitCode === null && last.process.signalCode === null) {
    if (await tryToEmpty(last)) return last;
    await last.kill();
  }
  shared = startShared();
  return shared;
}

/**
 * One server for all tests of a file, empty at its beginning; read it inside tests only. Files that
 * need nothing special of it share its process with those before and after; given options, or `{}`,
 * it is the file's own.
 */
export function serverForFile(): () => SharedServer;
export function serverForFile(options: ServerOptions): () => TestServer;
export function serverForFile(options?: ServerOptions): () => SharedServer {
  let server: SharedServer | undefined;
  beforeAll(async () => {
    if (!options) {
      server = await emptySharedServer();
      return;
    }
    const own = await startServer(options);
    server = own;
    return async () => {
      await own.kill();
      rmSync(own.dataDir, { recursive: true, force: true });
    };
  });
  return () => {
    if (!server) throw new Error('the server runs only during tests');
    return server;
  };
}
