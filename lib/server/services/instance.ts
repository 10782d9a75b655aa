import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeDir } from '@/lib/server/make-dir';
import { Instance } from '@/models/instance';

/** Where the data folder keeps the id that its database holds too. */
export const instanceIdFile = (dataDir: string) =>
  path.join(/* turbopackIgnore: true */ dataDir, 'instance-id');

async function readFolderId(dataDir: string): Promise<string | null> {
  try {
    return (await readFile(instanceIdFile(dataDir), 'utf8')).trim() || null;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function writeFolderId(dataDir: string, id: string): Promise<void> {
  makeDir(dataDir);
  const file = instanceIdFile(dataDir);
  // Renamed into place: a process that dies while writing leaves no half an id.
  await writeFile(`${file}.partial`, `${id}\n`, { mode: 0o600 });
  await rename(`${file}.partial`, file);
}

async function ensureDatabaseId(): Promise<string> {
  const row = await Instance.findOneAndUpdate(
    { _id: 'instance' },
    { $setOnInsert: { instanceId: randomUUID() } },
    { upsert: true, returnDocument: 'after' },
  ).lean();
  return row.instanceId;
}

/**
 * Whether the data folder and the database carry the same id. A folder without one takes the
 * database's (which is made when absent) if `mayAdopt`. Idempotent.
 */
export async function isFolderOfDatabase(input: {
  dataDir: string;
  mayAdopt: boolean;
}): Promise<boolean> {
  const folderId = await readFolderId(input.dataDir);
  if (folderId !== null) {
    const row = await Instance.findById('instance').lean();
    return row?.instanceId === folderId;
  }
  if (!input.mayAdopt) return false;
  await writeFolderId(input.dataDir, await ensureDatabaseId());
  return true;
}

/** Gives the data folder the database's id, whatever it carried before. Idempotent. */
export async function adoptFolder(dataDir: string): Promise<void> {
  await writeFolderId(dataDir, await ensureDatabaseId());
}
