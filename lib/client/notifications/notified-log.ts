import { openKeptDatabase } from '@/lib/client/platform/local-database';

/**
 * Up to which message any tab of this browser has notified, by conversation: a second tab that
 * hears of the same message shows nothing. In a database, because what one tab writes to
 * localStorage may take a moment to reach another. To be used by one tab at a time.
 */
export class NotifiedLog {
  readonly #ownerId: string;
  /** Used where nothing can be stored. */
  readonly #held = new Map<string, number>();

  constructor(ownerId: string) {
    this.#ownerId = ownerId;
  }

  async get(userId: string): Promise<number> {
    try {
      const db = await openKeptDatabase();
      return (await db.get('told', [this.#ownerId, userId])) ?? 0;
    } catch {
      return this.#held.get(userId) ?? 0;
    }
  }

  /** Notes one more, and forgets those that `isNeeded` no longer wants. */
  async set(
    userId: string,
    seq: number,
    isNeeded: (userId: string, seq: number) => boolean,
  ): Promise<void> {
    this.#held.set(userId, seq);
    try {
      const db = await openKeptDatabase();
      const transaction = db.transaction('told', 'readwrite');
      for await (const cursor of transaction.store) {
        const [ownerId, otherId] = cursor.key;
        if (ownerId !== this.#ownerId || !isNeeded(otherId, cursor.value)) await cursor.delete();
      }
      await transaction.store.put(seq, [this.#ownerId, userId]);
      await transaction.done;
    } catch {
      // Storage is full or forbidden: this tab keeps it in memory.
    }
  }
}
