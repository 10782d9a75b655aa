import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { OutboxItem, OutboxStorage, StoredOutboxItem } from '@/lib/client/outbox-storage';

const DATABASE_NAME = 'parley-outbox';
const DATABASE_VERSION = 1;

interface OutboxDatabase extends DBSchema {
  items: {
    key: number;
    /** The database adds `position` on writing. */
    value: OutboxItem & { position?: number };
    indexes: { clientId: string; ownerId: string };
  };
}

/** Unsent messages in IndexedDB, where they outlive a reload and the browser itself. */
export function createIdbOutboxStorage(): OutboxStorage {
  let database: Promise<IDBPDatabase<OutboxDatabase>> | null = null;

  function open(): Promise<IDBPDatabase<OutboxDatabase>> {
    database ??= openDB<OutboxDatabase>(DATABASE_NAME, DATABASE_VERSION, {
      upgrade(db) {
        const items = db.createObjectStore('items', { keyPath: 'position', autoIncrement: true });
        items.createIndex('clientId', 'clientId', { unique: true });
        items.createIndex('ownerId', 'ownerId');
      },
      // The browser may close it at any time, to clear its data for one.
      terminated() {
        database = null;
      },
    }).catch((error: unknown) => {
      database = null;
      throw error;
    });
    return database;
  }

  return {
    async list(ownerId) {
      const db = await open();
      const items = await db.getAllFromIndex('items', 'ownerId', ownerId);
      return items.filter(hasPosition).sort((a, b) => a.position - b.position);
    },
    async add(item) {
      const db = await open();
      const transaction = db.transaction('items', 'readwrite');
      const held = await transaction.store.index('clientId').getKey(item.clientId);
      if (held === undefined) await transaction.store.add(item);
      await transaction.done;
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
