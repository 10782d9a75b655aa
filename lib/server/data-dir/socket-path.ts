import { createHash } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { makePrivateDir } from '@/lib/server/data-dir/make-dir';

/** Where a socket's address ends on most systems. */
const SOCKET_PATH_MAX_BYTES = 100;
/** For the name a lock is moved aside under. */
const SPARE_BYTES = 40;

/**
 * Where a socket that belongs to a data folder (its real path) listens: in the folder, or, where the path
 * is too long for a socket, in a folder of this user's alone among the temporary files.
 */
export function socketPath(dataDir: string, name: string): string {
  const hash = createHash('sha256').update(dataDir).digest('hex').slice(0, 32);
  // The lock's address is older than the other names, and servers of two releases have to agree on it.
  const suffix = name === 'server.lock' ? '' : `-${name}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\parley-${hash}${suffix}`;
  const inside = path.join(dataDir, name);
  if (Buffer.byteLength(inside) + SPARE_BYTES < SOCKET_PATH_MAX_BYTES) return inside;
  const locks = path.join(os.tmpdir(), `parley-locks-${process.getuid?.() ?? 'user'}`);
  makePrivateDir(locks);
  return path.join(locks, suffix ? `${hash}${suffix}` : `${hash}.lock`);
}
