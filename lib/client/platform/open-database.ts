import { type DBSchema, type IDBPDatabase, type OpenDBCallbacks, openDB } from 'idb';

/**
 * Returns a function that opens an IndexedDB database at its first call and answers later ones with
 * the same connection; after the browser or a newer version closed it, with a new one. Rejects where
 * nothing can be stored.
 */
export function createDatabaseOpener<S extends DBSchema>(
  name: string,
  version: number,
  upgrade: NonNullable<OpenDBCallbacks<S>['upgrade']>,
): () => Promise<IDBPDatabase<S>> {
  let database: Promise<IDBPDatabase<S>> | null = null;
  const open = () =>
    new Promise<IDBPDatabase<S>>((resolve, reject) => {
      const opening = openDB<S>(name, version, {
        upgrade,
        // A tab of an older version keeps the database at the old version. Until it is closed
        // nothing can be stored, and this does not wait for it.
        blocked: () => reject(new Error(`an older tab holds ${name}`)),
        // Another tab waits to open a newer version: this tab closes the database for it.
        blocking(_currentVersion, _blockedVersion, event) {
          database = null;
          (event.target as IDBDatabase).close();
        },
        // The browser may close it at any time, for example to clear its data.
        terminated() {
          database = null;
        },
      });
      opening.then(
        (db) => {
          database = opening;
          resolve(db);
        },
        (error: unknown) => {
          database = null;
          reject(error);
        },
      );
    });
  return () => {
    database ??= open();
    return database;
  };
}
