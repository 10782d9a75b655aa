import type { OutboxStorage, StoredOutboxItem } from '@/lib/client/outbox/outbox-storage';
import { createMemoryOutboxStorage } from '@/lib/client/testing/memory-outbox-storage';
import type { ClientStorage } from './types';

/** Keeps unsent messages in memory and in a storage; `kept` is what the storage had at the beginning. */
export function createStoredOutbox(
  storage: ClientStorage,
  { prefix, kept }: { prefix: string; kept: readonly [string, unknown][] },
): OutboxStorage {
  const items = kept
    .filter(([key]) => key.startsWith(prefix))
    // Written by this very program.
    .map(([, value]) => value as StoredOutboxItem)
    .sort((a, b) => a.position - b.position);
  const memory = createMemoryOutboxStorage(items);
  const write = async (clientId: string) =>
    storage.set(prefix + clientId, await memory.find(clientId));
  return {
    ...memory,
    async add(item) {
      if (await memory.find(item.clientId)) return;
      await memory.add(item);
      try {
        await write(item.clientId);
      } catch (error) {
        // What could not be kept is held by the outbox itself.
        await memory.remove(item.clientId);
        throw error;
      }
    },
    async update(item) {
      if (!(await memory.find(item.clientId))) return;
      await memory.update(item);
      await write(item.clientId);
    },
    async remove(clientId) {
      await memory.remove(clientId);
      await storage.delete(prefix + clientId);
    },
  };
}
