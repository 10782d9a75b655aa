import { AppError, isDuplicateKey } from '@/lib/server/errors';
import { publish, rooms } from '@/lib/server/events/publish';
import { log } from '@/lib/server/log';
import {
  advanceConversation,
  findNewestMessage,
} from '@/lib/server/services/messages/conversation';
import { singleton } from '@/lib/server/singleton';
import { Message, type MessageRecord, toMessageDto } from '@/models/message';

/** Sends waiting for one conversation; beyond it the caller is told to try again. */
const QUEUE_MAX_COUNT = 1_000;
/** Other processes may win this many numbers in a row before a send gives up. */
const ATTEMPT_MAX_COUNT = 100;

export type NewMessage = Omit<MessageRecord, 'seq'>;

/**
 * Appends to one conversation, one message after the other. The unique index on (conversation, seq)
 * is what keeps numbers without gap and repeat, between processes too; the queue only avoids
 * collisions within this process. Rows and events follow in batches, in the order of `seq`.
 */
class ConversationWriter {
  readonly #conversationId: string;
  readonly #onIdle: () => void;
  #depth = 0;
  /** The last number known here; read anew after a pause or a collision. */
  #lastSeq: number | null = null;
  #tail: Promise<unknown> = Promise.resolve();
  #unannounced: MessageRecord[] = [];
  #announcing: Promise<void> = Promise.resolve();
  #nextAnnouncement: Promise<void> | null = null;

  constructor(conversationId: string, onIdle: () => void) {
    this.#conversationId = conversationId;
    this.#onIdle = onIdle;
  }

  async append(prepared: Promise<NewMessage>): Promise<MessageRecord> {
    if (this.#depth >= QUEUE_MAX_COUNT) throw new AppError('unavailable');
    this.#depth++;
    try {
      // The place is taken before anything is awaited, so sends keep the order they came in.
      const insertion = this.#tail.then(async () => this.#insert(await prepared));
      this.#tail = insertion.catch(() => {});
      const inserted = await insertion;
      await this.#announce();
      return inserted;
    } finally {
      this.#depth--;
      if (this.#depth === 0) this.#onIdle();
    }
  }

  /** The insert is the commit: once it is acknowledged, the message exists. */
  async #insert(message: NewMessage): Promise<MessageRecord> {
    for (let attempt = 0; attempt < ATTEMPT_MAX_COUNT; attempt++) {
      this.#lastSeq ??= (await findNewestMessage(this.#conversationId))?.seq ?? 0;
      const record = { ...message, seq: this.#lastSeq + 1 };
      try {
        await Message.collection.insertOne(record);
      } catch (error) {
        this.#lastSeq = null;
        // Somebody else was first with that number: take the next one.
        if (isDuplicateKey(error, 'seq')) continue;
        throw error;
      }
      this.#lastSeq = record.seq;
      this.#unannounced.push(record);
      return record;
    }
    throw new AppError('unavailable');
  }

  /** Joins the announcement that starts after the one under way, so that a burst shares row updates. */
  #announce(): Promise<void> {
    this.#nextAnnouncement ??= this.#announcing.then(() => {
      this.#announcing = this.#announceAll();
      this.#nextAnnouncement = null;
      return this.#announcing;
    });
    return this.#nextAnnouncement;
  }

  /** Brings the row up to date, then tells both people. Neither can fail a send that is stored. */
  async #announceAll(): Promise<void> {
    const batch = this.#unannounced;
    this.#unannounced = [];
    const newest = batch.at(-1);
    if (!newest) return;
    try {
      await advanceConversation(newest);
    } catch (error) {
      log().error(
        { err: error, conversationId: this.#conversationId },
        'conversation.not_advanced',
      );
    }
    for (const message of batch) {
      publish(
        [rooms.user(message.senderId.toHexString()), rooms.user(message.receiverId.toHexString())],
        'message:created',
        toMessageDto(message, { seenSeq: 0, deliveredSeq: 0 }),
      );
    }
  }
}

const writers = (): Map<string, ConversationWriter> =>
  singleton('conversation-writers', () => new Map());

/**
 * Stores a message under the next number of its conversation, announces it, and returns it. Calls keep
 * their order: one whose message is still being prepared holds up those behind it. Rejects as
 * `prepared` does, with a duplicate-key error on (senderId, clientId) when this send has happened
 * already, and with `unavailable` when too many sends to the conversation are waiting.
 */
export function appendMessage(
  conversationId: string,
  prepared: Promise<NewMessage>,
): Promise<MessageRecord> {
  // Awaited when its turn comes; until then a refusal must not count as unhandled.
  prepared.catch(() => {});
  let writer = writers().get(conversationId);
  if (!writer) {
    writer = new ConversationWriter(conversationId, () => writers().delete(conversationId));
    writers().set(conversationId, writer);
  }
  return writer.append(prepared);
}
