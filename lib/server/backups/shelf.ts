import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** How a backup is called that is written into a folder: by its time, so that names sort as times do. */
const NAME = /^parley-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.backup$/;

export interface ShelvedBackup {
  file: string;
  madeAt: string;
  bytes: number;
}

/** A time to the second, as part of a name: such names sort as times do. */
export const stampOf = (at: Date): string => at.toISOString().replace(/[-:]|\.\d+/g, '');

export const backupName = (at: Date): string => `parley-${stampOf(at)}.backup`;

/** The backups of a folder by their names, the newest first. */
export async function listBackups(folder: string): Promise<ShelvedBackup[]> {
  const found: ShelvedBackup[] = [];
  for (const name of (await readdir(folder)).sort().reverse()) {
    const parts = NAME.exec(name);
    if (!parts) continue;
    const [, year, month, day, hour, minute, second] = parts;
    const file = path.join(folder, name);
    const madeAt = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
    found.push({ file, madeAt, bytes: (await stat(file)).size });
  }
  return found;
}

/** Deletes all but the newest backups of a folder, and returns what is gone. */
export async function pruneBackups(folder: string, keep: number): Promise<ShelvedBackup[]> {
  const old = (await listBackups(folder)).slice(keep);
  for (const { file } of old) await rm(file);
  return old;
}
