import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { createIdbDraftImageStorage } from '@/lib/client/drafts/draft-image-storage';
import { createIdbOutboxStorage } from '@/lib/client/outbox/outbox-idb';
import { openKeptDatabase } from '@/lib/client/platform/local-database';

const NEWER_VERSION = 100;

/** As a tab with a newer version of the product does; settles also while older ones hold on. */
const openNewer = (name: string) =>
  new Promise<string>((resolve, reject) => {
    const request = indexedDB.open(name, NEWER_VERSION);
    request.onblocked = () => resolve('blocked');
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      request.result.close();
      resolve('open');
    };
  });

test.each([
  ['parley-outbox', () => createIdbOutboxStorage().list('me')],
  ['parley-drafts', () => createIdbDraftImageStorage().list('me', 'you')],
  ['parley-snapshot', () => openKeptDatabase()],
])('a newer version of the product in another tab need not wait for %s', async (name, use) => {
  await use();
  expect(await openNewer(name)).toBe('open');
});

test('while an older tab holds the database nobody waits, and once it is gone it is used', async () => {
  indexedDB.deleteDatabase('parley-outbox');
  const older = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('parley-outbox', 1);
    request.onupgradeneeded = () => {
      const items = request.result.createObjectStore('items', { autoIncrement: true });
      items.createIndex('clientId', 'clientId');
      items.createIndex('ownerId', 'ownerId');
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const storage = createIdbOutboxStorage();
  await expect(storage.list('me')).rejects.toThrow('older tab');
  older.close();
  await expect.poll(() => storage.list('me').catch(() => null)).toEqual([]);
});
