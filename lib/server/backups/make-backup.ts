import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { backupEmbeddedMongo } from '@parley/embedded-mongo';
import { packFolder } from '@/lib/server/backups/archive';
import { type Manifest, writeManifest } from '@/lib/server/backups/manifest';
import type { DataPlace } from '@/lib/server/config';
import { makeDir } from '@/lib/server/data-dir/make-dir';
import { isMissingFile } from '@/lib/server/errors';

/** Of a data folder, what is no part of the data: what is on its way in, and what these commands keep there, other backups too. */
const APART =
  /^(?:database|incoming|(?:backup|restoring|replaced)-.*|parley-.*\.backup(?:\.partial)?)$/;

const isThere = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EEXIST';

/** A second name for a file, or a copy where the file system has none; one that is gone is left out. */
async function keepFile(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (isThere(error) || isMissingFile(error)) return;
    try {
      await copyFile(from, to, constants.COPYFILE_EXCL);
    } catch (failure) {
      if (!isThere(failure) && !isMissingFile(failure)) throw failure;
    }
  }
}

async function keepFiles(from: string, to: string, isTop = true): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (isTop && APART.test(entry.name)) continue;
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) await keepFiles(source, target, false);
    // Sockets are neither.
    else if (entry.isFile()) await keepFile(source, target);
  }
}

/** The secret as the environment has it, in the place where a server without that would look for it. */
async function keepSecret(folder: string, secret: string): Promise<void> {
  const file = path.join(folder, 'jwt-secret');
  // It may be a second name for the one of the data folder.
  await rm(file, { force: true });
  await writeFile(file, secret, { mode: 0o600 });
}

/** Puts the database into a folder, as a built-in one. */
async function keepDatabase(
  { dataDir, mongodbUri }: DataPlace,
  target: string,
): Promise<Pick<Manifest, 'mongodb'>> {
  if (mongodbUri === null) {
    await backupEmbeddedMongo({ dir: path.join(dataDir, 'database'), target });
    return {};
  }
  // Loaded only here: the built-in database is copied without it.
  const { copyRunning } = await import('@/lib/server/moving/copy-running');
  return { mongodb: await copyRunning(mongodbUri, target) };
}

/**
 * Writes all data into one file, beside a running server or without one. What the database knew at one
 * moment is there, and every file it knew of: files are kept before that moment, as they may be deleted
 * after it, and once more after it, as they may have come shortly before. Of a MongoDB it holds a built-in
 * database, so that either can be restored from any backup; see copyRunning for what stands there in place of a moment.
 */
export async function makeBackup(
  place: DataPlace,
  { file, passphrase }: { file: string; passphrase: string | null },
): Promise<Manifest> {
  const { dataDir } = place;
  makeDir(dataDir);
  // In the data folder, as a second name for a file can only be on the same disk.
  const staging = path.join(dataDir, `backup-${randomUUID()}`);
  try {
    await keepFiles(dataDir, staging);
    const target = path.join(staging, 'database');
    await mkdir(target, { mode: 0o700 });
    const kept = await keepDatabase(place, target);
    await keepFiles(dataDir, staging);
    if (place.jwtSecret !== null) await keepSecret(staging, place.jwtSecret);
    const manifest = await writeManifest(staging, {
      ...kept,
      ...(place.hasCloudinary && { isWithoutPictures: true }),
    });
    // What reading the copy has left there.
    await rm(path.join(target, 'open'), { recursive: true, force: true });
    await rm(path.join(target, 'data.mdb-lock'), { force: true });
    await packFolder(staging, { file, passphrase });
    return manifest;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}
