import { existsSync } from 'node:fs';
import { validateCollection } from './commands/inspect/validate';
import { checkPages } from './storage/page-check';
import { databaseFile, Store } from './storage/store';

export interface CheckReport {
  file: string;
  /** False when anything is damaged. */
  sound: boolean;
  /** Of the file as a whole, in words. */
  damage: string[];
  pages: number;
  /** Empty when the file cannot be opened. */
  collections: Array<{
    name: string;
    documents: number;
    /** Entries of each index. */
    indexes: Record<string, number>;
    errors: string[];
  }>;
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Reads every page, document and index entry of a database folder and reports what is damaged; it
 * repairs nothing. Other processes may have the folder open: the check reads one snapshot. In
 * documents without a checksum (format 1) it cannot notice a changed value that no index holds.
 * @throws Error when there is no database in the folder.
 */
export async function checkEmbeddedMongo(options: { dir: string }): Promise<CheckReport> {
  const file = databaseFile(options.dir);
  if (!existsSync(file)) throw new Error(`there is no database in ${options.dir}`);
  const before = checkPages(file);
  const report: CheckReport = {
    file,
    sound: before.damage.length === 0,
    damage: before.damage,
    pages: before.pages,
    collections: [],
  };
  // LMDB may end the process over a damaged page.
  if (!report.sound) return report;
  const store = Store.open(options.dir);
  try {
    for (const collection of store.catalog.all()) {
      const { records, keysPerIndex, errors } = await validateCollection(
        store,
        collection,
        nextTurn,
      );
      const { ns: name } = collection;
      report.collections.push({ name, documents: records, indexes: keysPerIndex, errors });
      if (errors.length > 0) report.sound = false;
    }
  } catch (error) {
    report.sound = false;
    report.damage.push(error instanceof Error ? error.message : String(error));
  } finally {
    await store.close();
  }
  return report;
}
