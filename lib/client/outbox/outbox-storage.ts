import type { ImageSize } from '@/lib/client/platform/measure-image';
import type { ChangeContent, SendFailure } from '@/lib/client/store/state';
import type { FileDto, ImageDto, ReplyDto } from '@/lib/shared/dto';

export interface OutboxImage {
  blob: Blob;
  name: string;
  width: number;
  height: number;
}

/** A file of any other kind. */
export interface OutboxFile {
  blob: Blob;
  name: string;
  /** Of a voice note. */
  voice?: { durationMs: number; waveform: number[] };
}

/** An image, or a file of another kind, as the composer hands it over. */
export interface OutgoingAttachment {
  file: File;
  size: Promise<ImageSize>;
  /** It goes as it is, and is no picture. */
  isFile?: boolean;
}

/** What was in a message that its author took back. */
export interface TakenBack {
  text: string;
  file: File | null;
}

interface ItemBase {
  clientId: string;
  /** Who wrote it: nobody else signed in on this device may send or see it. */
  ownerId: string;
  to: string;
  createdAt: string;
  /** Set once the server refused it for good: it then waits for its author. */
  failure: SendFailure | null;
}

/** A message that is sent on, as it was when that was done. */
export interface ForwardedMessage {
  messageId: string;
  image: ImageDto | null;
  /** Missing in what an older release left. */
  file?: FileDto | null;
}

/** A message to be sent. */
export interface SendItem extends ItemBase {
  kind: 'send';
  text: string;
  image: OutboxImage | null;
  /** Missing in what an older release left. */
  file?: OutboxFile | null;
  replyTo: ReplyDto | null;
  forwardOf: ForwardedMessage | null;
  /** False: its author wants no preview of its link. */
  preview?: false;
  /** An attempt may have reached the server without an answer: it can only be changed there. */
  isTried: boolean;
}

/** A change of a message, of either person or of one's own that is still unsent. */
export type ChangeItem = ItemBase &
  ChangeContent & {
    /** The key of its row: the clientId of the message. */
    target: string;
    /** null while the message is unsent. */
    messageId: string | null;
    seq: number | null;
  };

export type OutboxItem = SendItem | ChangeItem;

/**
 * An item with its place in the queue, given by the storage: it always rises, while clocks may
 * jump.
 */
export type StoredOutboxItem = OutboxItem & { position: number };

export function isChange(item: OutboxItem): item is ChangeItem {
  return item.kind !== 'send';
}

/** Where unsent messages are kept. Shared by all tabs of one browser. */
export interface OutboxStorage {
  /** In the order of writing. */
  list(ownerId: string): Promise<StoredOutboxItem[]>;
  /** The first to that person that was not refused, however many wait behind it. */
  next(ownerId: string, to: string): Promise<StoredOutboxItem | undefined>;
  /** The changes of one message, in the order of doing. */
  changesOf(ownerId: string, target: string): Promise<StoredOutboxItem[]>;
  find(clientId: string): Promise<StoredOutboxItem | undefined>;
  add(item: OutboxItem): Promise<void>;
  /** Replaces an item; one that was removed is not added again. */
  update(item: OutboxItem): Promise<void>;
  remove(clientId: string): Promise<void>;
}
