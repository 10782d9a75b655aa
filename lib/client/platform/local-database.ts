import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { ConversationAnswer, OwnUserDto, PeopleAnswer } from '@/lib/shared/dto';

const DATABASE_NAME = 'parley-snapshot';
/** Raise it with the shape of what is kept: what an earlier one kept is then dropped. */
const DATABASE_VERSION = 1;

export const GENERATION = 'generation';
export const OWNER = 'owner';

interface OwnerRow {
  ownerId: string;
  me: OwnUserDto;
  people: PeopleAnswer;
  /** Milliseconds since 1970. */
  savedAt: number;
}

interface ConversationRow {
  ownerId: string;
  userId: string;
  answer: ConversationAnswer;
  savedAt: number;
}

interface KeptSchema extends DBSchema {
  /** Counts how often everything was deleted. */
  meta: { key: typeof GENERATION; value: number };
  owner: { key: typeof OWNER; value: OwnerRow };
  conversations: { key: string; value: ConversationRow; indexes: { savedAt: number } };
  /** By owner and other person, how far a conversation was told of. */
  told: { key: [ownerId: string, userId: string]; value: number };
}

export type KeptDatabase = IDBPDatabase<KeptSchema>;
export const KEPT_STORES = ['meta', 'owner', 'conversations', 'told'] as const;

let database: Promise<KeptDatabase> | null = null;

/** What this browser keeps of the person signed in, and deletes when they sign out. */
export function openKeptDatabase(): Promise<KeptDatabase> {
  database ??= openDB<KeptSchema>(DATABASE_NAME, DATABASE_VERSION, {
    upgrade(db) {
      for (const name of db.objectStoreNames) db.deleteObjectStore(name);
      db.createObjectStore('meta');
      db.createObjectStore('owner');
      db.createObjectStore('conversations').createIndex('savedAt', 'savedAt');
      db.createObjectStore('told');
    },
    blocking(_held, _wanted, event) {
      // A newer version of the product waits for it.
      (event.target as IDBDatabase).close();
      database = null;
    },
    // The browser may close it at any time, for example to clear its data.
    terminated() {
      database = null;
    },
  }).catch((error: unknown) => {
    database = null;
    throw error;
  });
  return database;
}
