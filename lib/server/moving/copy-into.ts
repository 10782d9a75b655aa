import { startEmbeddedMongo } from '@parley/embedded-mongo';
import { type Database, openDatabase } from '@/lib/server/moving/connect';
import { copyDatabase, namesOf } from '@/lib/server/moving/copy-database';

/** The collections that hold anything. */
async function filledOf(db: Database): Promise<string[]> {
  const names = await namesOf(db);
  const found = await Promise.all(
    names.map(
      async (name) =>
        [name, await db.collection(name).findOne({}, { projection: { _id: 1 } })] as const,
    ),
  );
  return found.filter(([, row]) => row !== null).map(([name]) => name);
}

/**
 * Copies a built-in database that nobody uses into a MongoDB, with its indexes, and compares both. Where the target
 * holds anything, its collections are renamed so that they begin with `aside`, which is then returned; with null
 * nothing is touched, and it throws.
 */
export async function copyInto({
  dir,
  uri,
  aside,
}: {
  dir: string;
  uri: string;
  aside: string | null;
}): Promise<string | null> {
  const target = await openDatabase(uri);
  try {
    const filled = await filledOf(target.db);
    if (filled.length > 0 && aside === null) {
      throw new Error(
        `the database of MONGODB_URI is not empty (${filled[0]}): with --replace, what is there is set aside first`,
      );
    }
    for (const name of filled) await target.db.collection(name).rename(`${aside}${name}`);
    const source = await startEmbeddedMongo({ dir, workerFile: false });
    const from = await openDatabase(source.uri);
    try {
      await copyDatabase({ from: from.db, to: target.db }, () => {});
    } finally {
      await from.connection.close();
      await source.close();
    }
    return filled.length > 0 ? aside : null;
  } finally {
    await target.connection.close();
  }
}
