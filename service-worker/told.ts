import { openDB } from 'idb';
import { KEPT_DATABASE, TOLD_STORE } from '@/lib/shared/service-worker-messages';

/** The database of the pages; they alone make it, and decide on its shape. */
async function withDatabase<T>(work: (db: Awaited<ReturnType<typeof openDB>>) => Promise<T>) {
  const db = await openDB(KEPT_DATABASE, undefined, {
    upgrade: (_db, _from, _to, transaction) => transaction.abort(),
  });
  try {
    return await work(db);
  } finally {
    // A page that changes its shape must not wait.
    db.close();
  }
}

/** Up to which message of that person this browser has told its owner; 0 where that is not known. */
export async function readTold(ownerId: string, userId: string): Promise<number> {
  const told: unknown = await withDatabase((db) => db.get(TOLD_STORE, [ownerId, userId])).catch(
    () => 0,
  );
  return typeof told === 'number' ? told : 0;
}

/** Notes it, where anything can be noted. */
export async function writeTold(ownerId: string, userId: string, seq: number): Promise<void> {
  await withDatabase((db) => db.put(TOLD_STORE, seq, [ownerId, userId])).catch(() => undefined);
}
