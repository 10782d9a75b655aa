import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { requestRewrite } from '@parley/embedded-mongo';
import { BackupError, unpackFolder } from '@/lib/server/backups/archive';
import { checkManifest, type Manifest, manifestFile } from '@/lib/server/backups/manifest';
import { stampOf } from '@/lib/server/backups/shelf';
import type { DataPlace } from '@/lib/server/config';
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

function requireFile(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) throw new BackupError(`there is no file ${file}`);
  if (found.isDirectory()) throw new BackupError(`${file} is a folder: name a file of it`);
}

async function unpackAndCheck({ file, passphrase }: Source, folder: string): Promise<Manifest> {
  requireFile(file);
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

/** Moves what lies in a data folder into a folder of it. */
async function setFilesAside(dataDir: string, names: string[], at: Date): Promise<string> {
  const replaced = path.join(dataDir, `replaced-${stampOf(at)}`);
  await mkdir(replaced, { mode: 0o700 });
  for (const name of names) await rename(path.join(dataDir, name), path.join(replaced, name));
  return replaced;
}

interface Restored {
  manifest: Manifest;
  /** Where the files are that were there before; null where there were none. */
  replaced: string | null;
  /** What the names of the collections begin with that were there before. */
  replacedCollections: string | null;
}

/**
 * Puts a backup into a data folder that is empty, and its database into the MongoDB, where there is one, that
 * is empty; with `replace` what is there is first moved into a folder `replaced-…` of the one, and renamed in
 * the other. Nothing is touched before the backup was unpacked beside it and found whole. Throws
 * BackupError, DataFormatError, and DataDirInUseError while a server runs there.
 */
export async function restoreBackup(
  source: Source,
  {
    dataDir,
    mongodbUri,
    replace,
  }: Pick<DataPlace, 'dataDir' | 'mongodbUri'> & { replace: boolean },
): Promise<Restored> {
  requireFile(source.file);
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
    const [database, at] = [path.join(staging, 'database'), new Date()];
    let replacedCollections: string | null = null;
    if (mongodbUri !== null) {
      const { copyInto } = await import('@/lib/server/moving/copy-into');
      const aside = replace ? `replaced-${stampOf(at)}.` : null;
      replacedCollections = await copyInto({ dir: database, uri: mongodbUri, aside });
      await removeFolder(database);
    } else {
      // Pages of the copy may still hold what was deleted: the next start writes the file anew.
      requestRewrite(database);
    }
    const replaced = present.length > 0 ? await setFilesAside(dataDir, present, at) : null;
    // The database last: a folder without it is seen to be half restored.
    const names = (await readdir(staging)).sort((name) => (name === 'database' ? 1 : -1));
    for (const name of names) await rename(path.join(staging, name), path.join(dataDir, name));
    return { manifest, replaced, replacedCollections };
  } finally {
    await removeFolder(staging);
    await unlock();
  }
}
