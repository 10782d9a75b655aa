import { randomUUID } from 'node:crypto';
import { realpath, rename, unlink } from 'node:fs/promises';
import net from 'node:net';
import { ConfigError } from '@/lib/server/config';
import { makeDir } from '@/lib/server/data-dir/make-dir';
import { socketPath } from '@/lib/server/data-dir/socket-path';

/** Another server holds the data folder. */
export class DataDirInUseError extends Error {
  override readonly name = 'DataDirInUseError';
}

function listen(address: string): Promise<net.Server | null> {
  return new Promise((resolve, reject) => {
    const server = net.createServer((connection) => connection.destroy());
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(null) : reject(error),
    );
    server.listen(address, () => {
      server.unref();
      resolve(server);
    });
  });
}

/** Whether a living process listens there; a file left by one that was killed refuses. */
function isAnswering(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = net.connect(address);
    connection.once('connect', () => {
      connection.destroy();
      resolve(true);
    });
    connection.once('error', () => resolve(false));
  });
}

/** Removes the lock of a process that has ended; false when the process still lives. */
async function removeStale(address: string): Promise<boolean> {
  const aside = `${address}.${randomUUID().slice(0, 8)}`;
  try {
    // Renamed first, looked at again then: a lock taken in between is put back, not deleted.
    await rename(address, aside);
  } catch {
    return true;
  }
  if (await isAnswering(aside)) {
    await rename(aside, address);
    return false;
  }
  // Not `rm`, which looks at the socket first: see findings/node-require-after-socket.sh.
  await unlink(aside);
  return true;
}

/** Listens at the lock's address; null when somebody else does. */
async function takeLock(dataDir: string): Promise<net.Server | null> {
  makeDir(dataDir);
  // One folder has one lock, whichever of its names it is called by.
  const address = socketPath(await realpath(dataDir), 'server.lock');
  for (let attempt = 0; attempt < 5; attempt++) {
    const server = await listen(address);
    if (server) return server;
    if ((await isAnswering(address)) || !(await removeStale(address))) return null;
  }
  return null;
}

/**
 * Makes this process the only server of a data folder until it ends, however it ends: the lock is a
 * listening socket, which the system closes with the process. Throws DataDirInUseError, and
 * ConfigError where the folder cannot be made or written. Returns the release.
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  const server = await takeLock(dataDir).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`DATA_DIR (${dataDir}) cannot be used: ${reason}`);
  });
  if (!server) {
    throw new DataDirInUseError(`DATA_DIR (${dataDir}) is in use by another Parley server`);
  }
  return () => new Promise((resolve) => server.close(() => resolve()));
}
