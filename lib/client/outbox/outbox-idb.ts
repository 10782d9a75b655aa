import type { DBSchema } from 'idb';
import type {
  OutboxItem,
  OutboxStorage,
  StoredOutboxItem,
} from '@/lib/client/outbox/outbox-storage';
import { createDatabaseOpener } from '@/lib/client/platform/open-database';

const DATABASE_NAME = 'parley-outbox';
/**
 * Version 2: an index by recipient, so that sending does not read every waiting message. Version 3:
 * changes of messages among the items, and an index by what they change.
 */
const DATABASE_VERSION = 3;

interface OutboxDatabase extends DBSchema {
  items: {
    key: number;
    /** The database adds `position` on writing. */
    value: OutboxItem & { position?: number };
    /**
     * `line` by owner and recipient, `target` by owner and changed message; within one, the database
     * sorts by `position`.
     */
    indexes: {
      clientId: string;
      ownerId: string;
      line: [string, string];
      target: [string, string];
    };
  };
}

/** Unsent messages in IndexedDB, where they survive a reload and a restart of the browser. */
export function createIdbOutboxStorage(): OutboxStorage {
  const open = createDatabaseOpener<OutboxDatabase>(
    DATABASE_NAME,
    DATABASE_VERSION,
    async (db, oldVersion, _newVersion, transaction) => {
      if (oldVersion < 1) {
        const options = { keyPath: 'position', autoIncrement: true };
        const items = db.createObjectStore('items', options);
        items.createIndex('clientId', 'clientId', { unique: true });
        items.createIndex('ownerId', 'ownerId');
      }
      const items = transaction.objectStore('items');
      if (oldVersion < 2) items.createIndex('line', ['ownerId', 'to']);
      items.createIndex('target', ['ownerId', 'target']);
      // What an earlier version left are messages to be sent.
      for await (const cursor of items) {
        if ('target' in cursor.value) continue;
        const sent = { kind: 'send', replyTo: null, forwardOf: null, isTried: true } as const;
        await cursor.update({ ...cursor.value, ...sent });
      }
    },
  );

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
    async changesOf(ownerId, target) {
      const db = await open();
      const changes = await db.getAllFromIndex('items', 'target', [ownerId, target]);
      return changes.filter(hasPosition);
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
