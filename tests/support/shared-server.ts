import { rmSync } from 'node:fs';
import { afterAll, beforeAll } from 'vitest';
import { type ServerOptions, startServer, type TestServer } from './server';

/** One server for all tests of a file; read it inside tests only. */
export function serverForFile(options: ServerOptions = {}): () => TestServer {
  let server: TestServer | undefined;
  beforeAll(async () => {
    server = await startServer(options);
  });
  afterAll(async () => {
    await server?.kill();
    if (server) rmSync(server.dataDir, { recursive: true, force: true });
  });
  return () => {
    if (!server) throw new Error('the server runs only during tests');
    return server;
  };
}
