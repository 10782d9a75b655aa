import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { checkEmbeddedMongo } from '@parley/embedded-mongo';
import { z } from 'zod';
import { BackupError } from '@/lib/server/backups/archive';

const FORMAT = 1;
const NAME = 'manifest.json';
const DATABASE = 'database';

/** What a backup says of itself. */
const manifest = z.object({
  format: z.number(),
  version: z.string(),
  madeAt: z.iso.datetime(),
  /** Documents of each collection. */
  collections: z.record(z.string(), z.number()),
  files: z.number(),
  bytes: z.number(),
});
export type Manifest = z.infer<typeof manifest>;

/** The files beside the database, and how large they are together. */
async function measureFiles(folder: string): Promise<{ files: number; bytes: number }> {
  let [files, bytes] = [0, 0];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const [top] = path.relative(folder, file).split(path.sep);
    if (!entry.isFile() || top === DATABASE || top === NAME) continue;
    files++;
    bytes += (await stat(file)).size;
  }
  return { files, bytes };
}

/** Reads every document of the copy of the database; one that is damaged is no copy. */
async function countDocuments(folder: string): Promise<Record<string, number>> {
  const report = await checkEmbeddedMongo({ dir: path.join(folder, DATABASE) });
  if (!report.sound) {
    const damage = [...report.damage, ...report.collections.flatMap(({ errors }) => errors)];
    throw new BackupError(`the database in it is damaged: ${damage[0]}`);
  }
  return Object.fromEntries(report.collections.map(({ name, documents }) => [name, documents]));
}

/** Writes what a folder that is to be packed holds into it. */
export async function writeManifest(folder: string, version: string): Promise<Manifest> {
  const made: Manifest = {
    format: FORMAT,
    version,
    madeAt: new Date().toISOString(),
    collections: await countDocuments(folder),
    ...(await measureFiles(folder)),
  };
  await writeFile(path.join(folder, NAME), `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  return made;
}

/** Whether an unpacked folder holds what its manifest says; returns that. Throws BackupError. */
export async function checkManifest(folder: string): Promise<Manifest> {
  let made: Manifest;
  try {
    made = manifest.parse(JSON.parse(await readFile(path.join(folder, NAME), 'utf8')));
  } catch (error) {
    throw new BackupError('it is no backup of Parley', { cause: error });
  }
  if (made.format > FORMAT) {
    throw new BackupError(`it was made by a newer Parley (${made.version}): use that one`);
  }
  const found = { collections: await countDocuments(folder), ...(await measureFiles(folder)) };
  for (const [name, count] of Object.entries(made.collections)) {
    const there = found.collections[name] ?? 0;
    if (there !== count)
      throw new BackupError(`${there} of ${count} documents of ${name} are in it`);
  }
  if (found.files !== made.files || found.bytes !== made.bytes) {
    throw new BackupError(
      `${found.files} of ${made.files} files are in it, or not all of them whole`,
    );
  }
  return made;
}

/** The manifest is of the archive, not of the data. */
export const manifestFile = (folder: string) => path.join(folder, NAME);
