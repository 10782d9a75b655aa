import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { checkEmbeddedMongo } from '@parley/embedded-mongo';
import { z } from 'zod';
import { BackupError } from '@/lib/server/backups/archive';
import { requireKnownFormat } from '@/lib/server/data-dir/data-format';
import { productVersion } from '@/lib/server/version';

const FORMAT = 1;
const NAME = 'manifest.json';
const DATABASE = 'database';

/** What backups of any format say of themselves. */
const head = z.object({ format: z.number(), version: z.string() });

/** What a backup says of itself. */
const manifest = head.extend({
  madeAt: z.iso.datetime(),
  /** Documents of each collection. */
  collections: z.record(z.string(), z.number()),
  files: z.number(),
  bytes: z.number(),
  /** What the database was, and how its moment was kept; absent in those made of the built-in one. */
  mongodb: z.enum(['snapshot', 'order']).optional(),
  /** Pictures and files stay on Cloudinary. */
  isWithoutPictures: z.boolean().optional(),
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
export async function writeManifest(
  folder: string,
  about: Pick<Manifest, 'mongodb' | 'isWithoutPictures'>,
): Promise<Manifest> {
  const made: Manifest = {
    format: FORMAT,
    version: productVersion(),
    ...about,
    madeAt: new Date().toISOString(),
    collections: await countDocuments(folder),
    ...(await measureFiles(folder)),
  };
  await writeFile(path.join(folder, NAME), `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  return made;
}

function requireKnown({ format, version }: z.infer<typeof head>): void {
  if (format <= FORMAT) return;
  throw new BackupError(
    `the backup has format ${format}, made by Parley ${version}; this Parley, ${productVersion()}, reads up to ${FORMAT}: use Parley ${version} or newer`,
  );
}

/** Whether an unpacked folder holds what its manifest says; returns that. Throws BackupError, and DataFormatError. */
export async function checkManifest(folder: string): Promise<Manifest> {
  let made: Manifest;
  try {
    const text: unknown = JSON.parse(await readFile(path.join(folder, NAME), 'utf8'));
    requireKnown(head.parse(text));
    made = manifest.parse(text);
  } catch (error) {
    if (error instanceof BackupError) throw error;
    throw new BackupError('it is no backup of Parley', { cause: error });
  }
  requireKnownFormat(folder);
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
