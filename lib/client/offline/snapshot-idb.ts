import {
  lostPictures,
  SNAPSHOT_MAX_CONVERSATIONS,
  type Snapshot,
  type SnapshotConversation,
} from '@/lib/client/offline/snapshot';
import {
  GENERATION,
  KEPT_STORES,
  OWNER,
  openKeptDatabase,
} from '@/lib/client/platform/local-database';
import type { ConversationAnswer, OwnUserDto, PeopleAnswer } from '@/lib/shared/dto';
import { DAY_MS, SESSION_IDLE_DAYS } from '@/lib/shared/limits';

/** What a writer puts in. Parts that did not change are left out. */
export interface SnapshotChange {
  me: OwnUserDto;
  people: PeopleAnswer;
  conversations: SnapshotConversation[];
  now: number;
}

/**
 * The snapshot of one person, in IndexedDB. There is never more than one person's: writing for another
 * one begins with deleting.
 */
export class SnapshotStorage {
  /** To be given to `write`, which does nothing if everything was deleted meanwhile. */
  async generation(): Promise<number> {
    const db = await openKeptDatabase();
    return (await db.get('meta', GENERATION)) ?? 0;
  }

  /**
   * Returns the pictures that were kept and are in no message any more; null when the data of this
   * generation has been deleted, and this write must not bring it back.
   */
  async write(change: SnapshotChange, generation: number): Promise<string[] | null> {
    const { me, people, now } = change;
    const ownerId = me._id;
    const db = await openKeptDatabase();
    const transaction = db.transaction(KEPT_STORES, 'readwrite');
    const owner = transaction.objectStore('owner');
    const conversations = transaction.objectStore('conversations');
    const current = (await transaction.objectStore('meta').get(GENERATION)) ?? 0;
    const isCurrent = current === generation;
    const lost: string[] = [];
    if (isCurrent) {
      const held = await owner.get(OWNER);
      if (held && held.ownerId !== ownerId) await conversations.clear();
      await owner.put({ ownerId, me, people, savedAt: now }, OWNER);
      for (const { userId, answer } of change.conversations) {
        const before = await conversations.get(userId);
        lost.push(...lostPictures(before?.answer.messages ?? [], answer.messages));
        await conversations.put({ ownerId, userId, answer, savedAt: now }, userId);
      }
      const oldestFirst = await conversations.index('savedAt').getAllKeys();
      const count = Math.max(0, oldestFirst.length - SNAPSHOT_MAX_CONVERSATIONS);
      for (const userId of oldestFirst.slice(0, count)) await conversations.delete(userId);
    }
    await transaction.done;
    return isCurrent ? lost : null;
  }

  /** Replaces one kept conversation, or deletes it where there is none to keep. Returns as `write`. */
  async replace(
    { userId, answer }: { userId: string; answer: ConversationAnswer | null },
    generation: number,
  ): Promise<string[] | null> {
    const db = await openKeptDatabase();
    const transaction = db.transaction(KEPT_STORES, 'readwrite');
    const conversations = transaction.objectStore('conversations');
    const current = (await transaction.objectStore('meta').get(GENERATION)) ?? 0;
    const row = await conversations.get(userId);
    if (current !== generation || !row) return null;
    if (answer) await conversations.put({ ...row, answer }, userId);
    else await conversations.delete(userId);
    await transaction.done;
    return lostPictures(row.answer.messages, answer?.messages ?? []);
  }

  /** What was kept of whoever was signed in last, or null. Never older than a session can be. */
  async read(now: number): Promise<Snapshot | null> {
    const db = await openKeptDatabase();
    const owner = await db.get('owner', OWNER);
    if (!owner || now - owner.savedAt > SESSION_IDLE_DAYS * DAY_MS) return null;
    const rows = await db.getAllFromIndex('conversations', 'savedAt');
    return {
      me: owner.me,
      people: owner.people,
      conversations: rows.filter(({ ownerId }) => ownerId === owner.ownerId),
    };
  }

  /** Deletes everything, and prevents tabs that do not know it yet from writing again. */
  async forget(): Promise<void> {
    const db = await openKeptDatabase();
    const transaction = db.transaction(KEPT_STORES, 'readwrite');
    const meta = transaction.objectStore('meta');
    await meta.put(((await meta.get(GENERATION)) ?? 0) + 1, GENERATION);
    for (const name of KEPT_STORES) {
      if (name !== 'meta') await transaction.objectStore(name).clear();
    }
    await transaction.done;
  }
}
