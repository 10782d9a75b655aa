import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type {
  OutboxItem,
  OutboxStorage,
  StoredOutboxItem,
} from '@/lib/client/outbox/outbox-storage';

const DATABASE_NAME = 'parley-outbox';
/** Version 2: an index by recipient, so that sending does not read every waiting message. */
const DATABASE_VERSION = 2;

interface OutboxDatabase extends DBSchema {
  items: {
    key: number;
    /** The database adds `position` on writing. */
    value: OutboxItem & { position?: number };
    /** `line` by owner and recipient; within one, the database sorts by `position`. */
    indexes: { clientId: string; ownerId: string; line: [string, string] };
  };
}

/** Unsent messages in IndexedDB, where they survive a reload and a restart of the browser. */
export function createIdbOutboxStorage(): OutboxStorage {
  let database: Promise<IDBPDatabase<OutboxDatabase>> | null = null;

  function open(): Promise<IDBPDatabase<OutboxDatabase>> {
    database ??= new Promise((resolve, reject) => {
      const opening = openDB<OutboxDatabase>(DATABASE_NAME, DATABASE_VERSION, {
        upgrade(db, oldVersion, _newVersion, transaction) {
          if (oldVersion < 1) {
            const options = { keyPath: 'position', autoIncrement: true };
            const items = db.createObjectStore('items', options);
            items.createIndex('clientId', 'clientId', { unique: true });
            items.createIndex('ownerId', 'ownerId');
          }
          transaction.objectStore('items').createIndex('line', ['ownerId', 'to']);
        },
        // A tab of an older version keeps the database at the old version. Until it is closed
        // nothing can be stored, and this does not wait for it.
        blocked: () => reject(new Error('an older tab holds the outbox')),
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
    return database;
  }

  return {
    async list(ownerId) {
      const db = await open();
      const items = await db.getAllFromIndex('items', 'ownerId', ownerId);
      return items.filter(hasPosition).sort((a, b) => a.position - b.position);
    },
    async next(ownerId, to) {
      const db = await open();
      const line = db.transaction('items').store.index('line');
      let cursor = await line.openCursor(IDBKeyRange.only([ownerId, to]));
      while (cursor?.value.failure) cursor = await cursor.continue();
      const item = cursor?.value;
      return item && hasPosition(item) ? item : undefined;
    },
    async find(clientId) {
      const db = await open();
      const item = await db.getFromIndex('items', 'clientId', clientId);
      return item && hasPosition(item) ? item : undefined;
    },
    async add(item) {
      const db = await open();
      const transaction = db.transaction('items', 'readwrite');
      try {
        // All of it is asked for at once, without looking first: the page may go at any moment, and what
        // it has not asked for by then is lost.
        const added = transaction.store.add(item);
        transaction.commit();
        await Promise.all([added, transaction.done]);
      } catch (error) {
        const held = await db.getKeyFromIndex('items', 'clientId', item.clientId);
        if (held === undefined) throw error;
      }
    },
    async update(item) {
      const db = await open();
      const transaction = db.transaction('items', 'readwrite');
      const position = await transaction.store.index('clientId').getKey(item.clientId);
      if (position !== undefined) await transaction.store.put({ ...item, position });
      await transaction.done;
    },
    async remove(clientId) {
      const db = await open();
      const transaction = db.transaction('items', 'readwrite');
      const position = await transaction.store.index('clientId').getKey(clientId);
      if (position !== undefined) await transaction.store.delete(position);
      await transaction.done;
    },
  };
}

function hasPosition(item: OutboxItem & { position?: number }): item is StoredOutboxItem {
  return item.position !== undefined;
}
