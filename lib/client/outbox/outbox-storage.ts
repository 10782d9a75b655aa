import type { SendFailure } from '@/lib/client/store/send-failure';

export interface OutboxImage {
  blob: Blob;
  name: string;
  width: number;
  height: number;
}

export interface OutboxItem {
  clientId: string;
  /** Who wrote it: nobody else signed in on this device may send or see it. */
  ownerId: string;
  to: string;
  text: string;
  image: OutboxImage | null;
  createdAt: string;
  /** Set once the server refused it for good: it then waits for its author. */
  failure: SendFailure | null;
}

/**
 * An item with its place in the queue, given by the storage: it always rises, while clocks may
 * jump.
 */
export interface StoredOutboxItem extends OutboxItem {
  position: number;
}

/** Where unsent messages are kept. Shared by all tabs of one browser. */
export interface OutboxStorage {
  /** In the order of writing. */
  list(ownerId: string): Promise<StoredOutboxItem[]>;
  /** The first to that person that was not refused, however many wait behind it. */
  next(ownerId: string, to: string): Promise<StoredOutboxItem | undefined>;
  find(clientId: string): Promise<StoredOutboxItem | undefined>;
  add(item: OutboxItem): Promise<void>;
  /** Replaces an item; one that was removed is not added again. */
  update(item: OutboxItem): Promise<void>;
  remove(clientId: string): Promise<void>;
}

/** For programs, and for browsers that refuse to store anything. */
export function createMemoryOutboxStorage(): OutboxStorage {
  const items = new Map<string, StoredOutboxItem>();
  let position = 0;
  return {
    list: async (ownerId) => [...items.values()].filter((item) => item.ownerId === ownerId),
    next: async (ownerId, to) => {
      for (const item of items.values()) {
        if (item.ownerId === ownerId && item.to === to && !item.failure) return item;
      }
      return undefined;
    },
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
