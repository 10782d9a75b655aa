import type { DBSchema } from 'idb';
import { createDatabaseOpener } from '@/lib/client/platform/open-database';
import type { ConversationAnswer, OwnUserDto, PeopleAnswer } from '@/lib/shared/dto';
import { KEPT_DATABASE } from '@/lib/shared/service-worker-messages';

/** Raise it with the shape of what is kept: what an earlier one kept is then dropped. */
const DATABASE_VERSION = 2;

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

export const KEPT_STORES = ['meta', 'owner', 'conversations', 'told'] as const;

/** What this browser keeps of the person signed in, and deletes when they sign out. */
export const openKeptDatabase = createDatabaseOpener<KeptSchema>(
  KEPT_DATABASE,
  DATABASE_VERSION,
  (db) => {
    for (const name of db.objectStoreNames) db.deleteObjectStore(name);
    db.createObjectStore('meta');
    db.createObjectStore('owner');
    db.createObjectStore('conversations').createIndex('savedAt', 'savedAt');
    db.createObjectStore('told');
  },
);
