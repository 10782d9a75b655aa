import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listen } from './server';
import { isAlive } from './storage/catalog';
import { rewriteStore } from './storage/rewrite';
import { isRewriteWanted } from './storage/rewrite-wanted';
import { databaseFile, Store } from './storage/store';

/** Longest path the kernel takes for a socket (108 on Linux, 104 on macOS, with a final zero). */
const SOCKET_PATH_BYTES = 103;
const DATABASE = 'parley';
const REWRITE_MAX_BYTES = 32 * 1024 * 1024;

export interface RunOptions {
  dir: string;
  /** Upper bound of the file in bytes, for tests. */
  mapSize?: number;
  /** Listen on 127.0.0.1 even where there are Unix sockets. */
  tcp?: boolean;
  log?: (event: string, fields: Record<string, unknown>) => void;
  /**
   * Up to this size, in bytes, the file is written anew before it is opened where `requestRewrite` asked
   * for it and nobody else has it open; 32 MB unless told.
   */
  rewriteMaxBytes?: number;
  /** A query without an index that takes longer, in milliseconds, is logged; 100 unless told. */
  slowMs?: number;
}

export interface Running {
  uri: string;
  close(): Promise<void>;
}

/** Opens a folder and serves it in the calling thread. */
export async function run(options: RunOptions): Promise<Running> {
  const { dir, log, mapSize, slowMs, rewriteMaxBytes = REWRITE_MAX_BYTES } = options;
  if (isRewriteWanted(dir) && existsSync(databaseFile(dir))) {
    try {
      await rewriteStore(dir, { maxBytes: rewriteMaxBytes });
    } catch (error) {
      // The present file stays and is as good as before; the next start tries again.
      log?.('rewrite-failed', { reason: String(error) });
    }
  }
  const store = Store.open(dir, {
    ...(log ? { log } : {}),
    ...(mapSize === undefined ? {} : { mapSize }),
  });
  try {
    const socketPath =
      options.tcp || process.platform === 'win32' ? undefined : makeSocketPath(path.resolve(dir));
    const secret = socketPath === undefined ? randomBytes(24).toString('hex') : undefined;
    const listener = await listen({
      store,
      ...(socketPath === undefined ? {} : { socketPath }),
      ...(secret === undefined ? {} : { secret }),
      ...(log ? { log } : {}),
      ...(slowMs === undefined ? {} : { slowMs }),
    });
    // Data of dropped collections that an earlier run did not finish deleting.
    store.purge().catch((error: unknown) => log?.('purge-failed', { reason: String(error) }));
    return {
      uri:
        socketPath === undefined
          ? `mongodb://parley:${secret}@127.0.0.1:${listener.port}/${DATABASE}?authMechanism=PLAIN&authSource=%24external&directConnection=true`
          : `mongodb://${encodeURIComponent(socketPath)}/${DATABASE}?directConnection=true`,
      async close() {
        await listener.close();
        await store.close();
        if (socketPath !== undefined) rmSync(socketPath, { force: true });
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/**
 * A fresh socket path in a folder only this user can enter: that is the access control. Random,
 * since several processes may serve one folder at once.
 */
function makeSocketPath(dir: string): string {
  const name = `${process.pid}-${randomBytes(4).toString('hex')}.sock`;
  const own = path.join(dir, 'sockets');
  const short = path.join(
    tmpdir(),
    `embedded-mongo-${createHash('sha256').update(dir).digest('hex').slice(0, 16)}-${userName()}`,
  );
  const folder = Buffer.byteLength(path.join(own, name)) <= SOCKET_PATH_BYTES ? own : short;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (folder === own) chmodSync(folder, 0o700);
  else requirePrivate(folder);
  for (const left of readdirSync(folder)) {
    const pid = Number.parseInt(left, 10);
    if (left.endsWith('.sock') && !isAlive(pid)) rmSync(path.join(folder, left), { force: true });
  }
  return path.join(folder, name);
}

/** In a shared temporary folder another user may have created this folder, or a link, before us. */
function requirePrivate(folder: string): void {
  const stats = lstatSync(folder);
  const isOwn = process.getuid === undefined || stats.uid === process.getuid();
  if (!stats.isDirectory() || !isOwn || (stats.mode & 0o077) !== 0) {
    throw new Error(`${folder} is not a folder of this user's alone`);
  }
}

function userName(): string {
  return String(process.getuid?.() ?? 'user');
}
