import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { isMissingFile } from '@/lib/server/errors';
import { asideDir, uploadsDir } from '@/lib/server/images/folders';
import { DAY_MS } from '@/lib/shared/limits';

/** Long enough to notice that a picture is missing and to put the right database back. */
const KEPT_DAYS = 7;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

async function list(dir: string): Promise<string[]> {
  try {
    return await readdir(dir);
  } catch (error) {
    if (isMissingFile(error)) return [];
    throw error;
  }
}

/**
 * Takes a file out of the uploads, into `uploads-aside/<day>`, where it is kept for a week. A file
 * that is gone already is no error.
 */
export async function setAside(dataDir: string, name: string): Promise<void> {
  const day = path.join(asideDir(dataDir), new Date().toISOString().slice(0, 10));
  await mkdir(day, { recursive: true, mode: 0o700 });
  const file = path.basename(name);
  try {
    await rename(path.join(uploadsDir(dataDir), file), path.join(day, file));
  } catch (error) {
    if (!isMissingFile(error)) throw error;
  }
}

export interface AsideFile {
  name: string;
  /** `YYYY-MM-DD`, when it was set aside. */
  day: string;
}

/** Every file that is set aside. */
export async function listAside(dataDir: string): Promise<AsideFile[]> {
  const files: AsideFile[] = [];
  for (const day of await list(asideDir(dataDir))) {
    if (!DAY.test(day)) continue;
    for (const name of await list(path.join(asideDir(dataDir), day))) files.push({ name, day });
  }
  return files;
}

/** Puts a file that was set aside back among the uploads. */
export async function bringBack(dataDir: string, { name, day }: AsideFile): Promise<void> {
  await mkdir(uploadsDir(dataDir), { recursive: true, mode: 0o700 });
  await rename(path.join(asideDir(dataDir), day, name), path.join(uploadsDir(dataDir), name));
}

/** Deletes what was set aside longer than a week ago; returns how many files that were. */
export async function deleteOldAside(dataDir: string): Promise<number> {
  let deleted = 0;
  for (const day of await list(asideDir(dataDir))) {
    if (!DAY.test(day)) continue;
    const dir = path.join(asideDir(dataDir), day);
    const names = await list(dir);
    if (Date.now() - Date.parse(day) > (KEPT_DAYS + 1) * DAY_MS) {
      await rm(dir, { recursive: true, force: true });
      deleted += names.length;
    } else if (names.length === 0) {
      // Fails, as it should, when a file has come in meanwhile.
      await rmdir(dir).catch(() => undefined);
    }
  }
  return deleted;
}
