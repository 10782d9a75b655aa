import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { requestRewrite } from '@parley/embedded-mongo';
import { BackupError, unpackFolder } from '@/lib/server/backups/archive';
import { checkManifest, type Manifest, manifestFile } from '@/lib/server/backups/manifest';
import { lockDataDir } from '@/lib/server/data-dir/data-dir-lock';

/** What of a data folder does not count as being in it: the lock of whoever works on it. */
const NOTHING = /^(?:server\.lock.*|(?:restoring|replaced)-.*|parley-.*\.backup)$/;

interface Source {
  file: string;
  passphrase: string | null;
}

/** What is being written when the unpacking fails is written to its end. */
const removeFolder = (folder: string) =>
  rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });

async function unpackAndCheck({ file, passphrase }: Source, folder: string): Promise<Manifest> {
  if (!existsSync(file)) throw new BackupError(`there is no file ${file}`);
  await unpackFolder(file, { folder, passphrase });
  return checkManifest(folder);
}

/** Restores into a folder that is removed afterwards, and says what was there. Throws BackupError. */
export async function verifyBackup(source: Source): Promise<Manifest> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'parley-verify-'));
  try {
    return await unpackAndCheck(source, folder);
  } finally {
    await removeFolder(folder);
  }
}

/**
 * Puts a backup into a data folder that is empty; with `replace` what is there is first moved into a folder
 * `replaced-…` in it. Nothing is touched before the backup was unpacked beside it and found whole. Throws
 * BackupError, and DataDirInUseError while a server runs there.
 */
export async function restoreBackup(
  source: Source,
  { dataDir, replace }: { dataDir: string; replace: boolean },
): Promise<{ manifest: Manifest; replaced: string | null }> {
  if (!existsSync(source.file)) throw new BackupError(`there is no file ${source.file}`);
  const unlock = await lockDataDir(dataDir);
  const staging = path.join(dataDir, `restoring-${randomUUID()}`);
  try {
    const present = (await readdir(dataDir)).filter((name) => !NOTHING.test(name));
    if (present.length > 0 && !replace) {
      throw new BackupError(
        `DATA_DIR (${dataDir}) is not empty: with --replace, what is there is set aside first`,
      );
    }
    await mkdir(staging, { mode: 0o700 });
    const manifest = await unpackAndCheck(source, staging);
    await rm(manifestFile(staging));
    let replaced: string | null = null;
    if (present.length > 0) {
      replaced = path.join(
        dataDir,
        `replaced-${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}`,
      );
      await mkdir(replaced, { mode: 0o700 });
      for (const name of present) await rename(path.join(dataDir, name), path.join(replaced, name));
    }
    // Pages of the copy may still hold what was deleted: the next start writes the file anew.
    requestRewrite(path.join(staging, 'database'));
    // The database last: a folder without it is seen to be half restored.
    const names = (await readdir(staging)).sort((name) => (name === 'database' ? 1 : -1));
    for (const name of names) await rename(path.join(staging, name), path.join(dataDir, name));
    return { manifest, replaced };
  } finally {
    await removeFolder(staging);
    await unlock();
  }
}
