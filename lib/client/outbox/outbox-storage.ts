import type { ImageSize } from '@/lib/client/platform/measure-image';
import type { SendFailure } from '@/lib/client/store/state';

export interface OutboxImage {
  blob: Blob;
  name: string;
  width: number;
  height: number;
}

/** An image as the composer hands it over. */
export interface OutgoingImage {
  file: File;
  size: Promise<ImageSize>;
}

/** What was in a message that its author took back. */
export interface TakenBack {
  text: string;
  file: File | null;
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
