import { existsSync } from 'node:fs';
import { databaseFile, Store } from './storage/store';

/**
 * Writes the database of a folder into another folder, as it is at one commit: nothing that was
 * acknowledged before is missing, and nothing is half there. Programs may go on writing meanwhile.
 * @throws Error when there is no database, or the copy cannot be written.
 */
export async function backupStore({ dir, target }: { dir: string; target: string }): Promise<void> {
  if (!existsSync(databaseFile(dir))) throw new Error(`there is no database in ${dir}`);
  const store = Store.open(dir);
  try {
    store.refresh();
    await store.db.backup(databaseFile(target), true);
  } finally {
    await store.close();
  }
}
