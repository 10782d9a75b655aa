import {
  isChange,
  type OutboxStorage,
  type StoredOutboxItem,
} from '@/lib/client/outbox/outbox-storage';

/** For programs: unsent messages as long as the process lives; `kept` by an earlier one, in their order. */
export function createMemoryOutboxStorage(kept: readonly StoredOutboxItem[] = []): OutboxStorage {
  const items = new Map(kept.map((item) => [item.clientId, item]));
  let position = kept.at(-1)?.position ?? 0;
  return {
    list: async (ownerId) => [...items.values()].filter((item) => item.ownerId === ownerId),
    next: async (ownerId, to) => {
      for (const item of items.values()) {
        if (item.ownerId === ownerId && item.to === to && !item.failure) return item;
      }
      return undefined;
    },
    changesOf: async (ownerId, target) =>
      [...items.values()].filter(
        (item) => item.ownerId === ownerId && isChange(item) && item.target === target,
      ),
    find: async (clientId) => items.get(clientId),
    add: async (item) => {
      if (items.has(item.clientId)) return;
      position++;
      items.set(item.clientId, { ...item, position });
    },
    update: async (item) => {
      const held = items.get(item.clientId);
      if (held) items.set(item.clientId, { ...item, position: held.position });
    },
    remove: async (clientId) => {
      items.delete(clientId);
    },
  };
}
