import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { SNAPSHOT_MAX_CONVERSATIONS, type Snapshot } from '@/lib/client/snapshot';
import type { ConversationAnswer, PeopleAnswer } from '@/lib/client/types';
import type { OwnUserDto } from '@/lib/shared/dto';
import { SESSION_TTL_SECONDS } from '@/lib/shared/limits';

const DATABASE_NAME = 'parley-snapshot';
/** Raise it with the shape of what is kept: what an earlier one kept is then dropped. */
const DATABASE_VERSION = 1;
const GENERATION = 'generation';
const OWNER = 'owner';

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

interface SnapshotDatabase extends DBSchema {
  /** Counts how often everything was forgotten. */
  meta: { key: typeof GENERATION; value: number };
  owner: { key: typeof OWNER; value: OwnerRow };
  conversations: { key: string; value: ConversationRow; indexes: { savedAt: number } };
}

const STORES = ['meta', 'owner', 'conversations'] as const;

/** What a writer puts in. Parts that did not change are left out. */
export interface SnapshotChange {
  me: OwnUserDto;
  people: PeopleAnswer;
  conversations: { userId: string; answer: ConversationAnswer }[];
  now: number;
}

/**
 * The snapshot of one person, in IndexedDB. There is never more than one person's: writing for another
 * one begins with deleting.
 */
export class SnapshotStorage {
  #database: Promise<IDBPDatabase<SnapshotDatabase>> | null = null;

  /** To be handed to `write`, which does nothing once everything was forgotten meanwhile. */
  async generation(): Promise<number> {
    const db = await this.#open();
    return (await db.get('meta', GENERATION)) ?? 0;
  }

  /** False when what was written by this generation is to be forgotten, and so is this. */
  async write(change: SnapshotChange, generation: number): Promise<boolean> {
    const { me, people, now } = change;
    const ownerId = me._id;
    const db = await this.#open();
    const transaction = db.transaction(STORES, 'readwrite');
    const owner = transaction.objectStore('owner');
    const conversations = transaction.objectStore('conversations');
    const current = (await transaction.objectStore('meta').get(GENERATION)) ?? 0;
    const isCurrent = current === generation;
    if (isCurrent) {
      const held = await owner.get(OWNER);
      if (held && held.ownerId !== ownerId) await conversations.clear();
      await owner.put({ ownerId, me, people, savedAt: now }, OWNER);
      for (const { userId, answer } of change.conversations) {
        await conversations.put({ ownerId, userId, answer, savedAt: now }, userId);
      }
      const oldestFirst = await conversations.index('savedAt').getAllKeys();
      const count = Math.max(0, oldestFirst.length - SNAPSHOT_MAX_CONVERSATIONS);
      for (const userId of oldestFirst.slice(0, count)) await conversations.delete(userId);
    }
    await transaction.done;
    return isCurrent;
  }

  /** What was kept of whoever was signed in last, or null. Never older than a session can be. */
  async read(now: number): Promise<Snapshot | null> {
    const db = await this.#open();
    const owner = await db.get('owner', OWNER);
    if (!owner || now - owner.savedAt > SESSION_TTL_SECONDS * 1_000) return null;
    const rows = await db.getAllFromIndex('conversations', 'savedAt');
    return {
      me: owner.me,
      people: owner.people,
      conversations: rows.filter(({ ownerId }) => ownerId === owner.ownerId),
    };
  }

  /** Deletes everything, and whatever a tab that has not heard of it would still write. */
  async forget(): Promise<void> {
    const db = await this.#open();
    const transaction = db.transaction(STORES, 'readwrite');
    const meta = transaction.objectStore('meta');
    await meta.put(((await meta.get(GENERATION)) ?? 0) + 1, GENERATION);
    await transaction.objectStore('owner').clear();
    await transaction.objectStore('conversations').clear();
    await transaction.done;
  }

  #open(): Promise<IDBPDatabase<SnapshotDatabase>> {
    this.#database ??= openDB<SnapshotDatabase>(DATABASE_NAME, DATABASE_VERSION, {
      upgrade(db) {
        for (const name of db.objectStoreNames) db.deleteObjectStore(name);
        db.createObjectStore('meta');
        db.createObjectStore('owner');
        db.createObjectStore('conversations').createIndex('savedAt', 'savedAt');
      },
      blocking(_current, _blocked, event) {
        // A newer version of the product wants it.
        (event.target as IDBDatabase).close();
      },
      terminated: () => {
        this.#database = null;
      },
    }).catch((error: unknown) => {
      this.#database = null;
      throw error;
    });
    return this.#database;
  }
}
