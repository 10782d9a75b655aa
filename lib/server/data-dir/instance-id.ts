import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeDir } from '@/lib/server/data-dir/make-dir';
import { isMissingFile } from '@/lib/server/errors';

/** Where the data folder keeps the id that its database holds too. */
export const instanceIdFile = (dataDir: string) =>
  path.join(/* turbopackIgnore: true */ dataDir, 'instance-id');

/** The id in the data folder; null when there is none. */
export async function readFolderId(dataDir: string): Promise<string | null> {
  try {
    return (await readFile(instanceIdFile(dataDir), 'utf8')).trim() || null;
  } catch (error) {
    if (isMissingFile(error)) return null;
    throw error;
  }
}

/** Puts an id into the data folder, in place of the one that was there. */
export async function writeFolderId(dataDir: string, id: string): Promise<void> {
  makeDir(dataDir);
  const file = instanceIdFile(dataDir);
  // Renamed into place: a process that dies while writing leaves no half an id.
  await writeFile(`${file}.partial`, `${id}\n`, { mode: 0o600 });
  await rename(`${file}.partial`, file);
}
