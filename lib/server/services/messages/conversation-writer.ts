import { AppError, isDuplicateKey } from '@/lib/server/errors';
import { log } from '@/lib/server/log';
import {
  advanceConversation,
  findNewestMessage,
  findNewestRev,
  noteChange,
} from '@/lib/server/services/messages/conversation';
import { publishMessage } from '@/lib/server/services/messages/message-view';
import { messageNotFound } from '@/lib/server/services/messages/readable-message';
import { tellDevices } from '@/lib/server/services/push/tell-devices';
import { searchTermsOf } from '@/lib/server/services/words/search-terms';
import { singleton } from '@/lib/server/singleton';
import type { ConversationRecord } from '@/models/conversation';
import { Message, type MessageRecord } from '@/models/message';

/** Sends waiting for one conversation; beyond it the caller is told to try again. */
const QUEUE_MAX_COUNT = 1_000;
/** Other processes may win this many numbers in a row before a send gives up. */
const ATTEMPT_MAX_COUNT = 100;

/** More than other processes can change one message in while this one is between reading and writing. */
const KEPT_REVS = 64;

export type NewMessage = Omit<MessageRecord, 'seq'>;

/** What a message is besides, once its number is known; throws to refuse it. */
export type Admit = (seq: number) => Promise<Pick<MessageRecord, 'isRequest'>>;

export type PreparedMessage = NewMessage & { admit?: Admit };

/** What a change sets and takes out of a message. */
export interface MessageChange {
  set?: Partial<
    Pick<
      MessageRecord,
      | 'text'
      | 'image'
      | 'editedAt'
      | 'deletedAt'
      | 'reactions'
      | 'hiddenFor'
      | 'preview'
      | 'withoutPreview'
    >
  >;
  unset?: ('replyToId' | 'forwarded' | 'preview' | 'withoutPreview')[];
}

/** What to change in a message as it is now; null for nothing. */
export type DecideChange = (current: MessageRecord) => MessageChange | null;

interface Announcement {
  event: 'message:created' | 'message:updated';
  message: MessageRecord;
}

/**
 * Writes to one conversation, one message or change after the other. The unique indexes on
 * (conversation, seq) and (conversation, revs) are what keeps numbers without gap and repeat, between
 * processes too; the queue only avoids collisions within this process. Rows and events follow in
 * batches, in the order of writing.
 */
class ConversationWriter {
  readonly #conversationId: string;
  readonly #onIdle: () => void;
  #depth = 0;
  /** The last numbers known here; read anew after a pause or a collision. */
  #lastSeq: number | null = null;
  #lastRev: number | null = null;
  #tail: Promise<unknown> = Promise.resolve();
  #unannounced: Announcement[] = [];
  #announcing: Promise<void> = Promise.resolve();
  #nextAnnouncement: Promise<void> | null = null;

  constructor(conversationId: string, onIdle: () => void) {
    this.#conversationId = conversationId;
    this.#onIdle = onIdle;
  }

  append(prepared: Promise<PreparedMessage>): Promise<MessageRecord> {
    return this.#write(async () => this.#insert(await prepared));
  }

  change(
    messageId: string,
    decide: DecideChange,
    allowed: Promise<unknown>,
  ): Promise<MessageRecord> {
    return this.#write(async () => {
      await allowed;
      return this.#change(messageId, decide);
    });
  }

  /** Resolves once everything taken in until now is stored and told. */
  async settle(): Promise<void> {
    this.#depth++;
    try {
      await this.#tail;
      await this.#announce();
    } finally {
      this.#depth--;
      if (this.#depth === 0) this.#onIdle();
    }
  }

  async #write(work: () => Promise<MessageRecord>): Promise<MessageRecord> {
    if (this.#depth >= QUEUE_MAX_COUNT) throw new AppError('unavailable');
    this.#depth++;
    try {
      // The place is taken before anything is awaited, so writes keep the order they came in.
      const writing = this.#tail.then(work);
      this.#tail = writing.catch(() => {});
      const written = await writing;
      await this.#announce();
      return written;
    } finally {
      this.#depth--;
      if (this.#depth === 0) this.#onIdle();
    }
  }

  /** The insert is the commit: once it is acknowledged, the message exists. */
  async #insert({ admit, ...message }: PreparedMessage): Promise<MessageRecord> {
    const terms = searchTermsOf(message);
    for (let attempt = 0; attempt < ATTEMPT_MAX_COUNT; attempt++) {
      this.#lastSeq ??= (await findNewestMessage(this.#conversationId))?.seq ?? 0;
      const seq = this.#lastSeq + 1;
      const admitted = admit && (await admit(seq));
      const record = { ...message, ...terms, ...admitted, seq };
      try {
        await Message.collection.insertOne(record);
      } catch (error) {
        this.#lastSeq = null;
        // Somebody else was first with that number: take the next one.
        if (isDuplicateKey(error, 'seq')) continue;
        throw error;
      }
      this.#lastSeq = record.seq;
      this.#unannounced.push({ event: 'message:created', message: record });
      return record;
    }
    throw new AppError('unavailable');
  }

  /** The conditional update is the commit: only of the form that was looked at, under the next number. */
  async #change(messageId: string, decide: DecideChange): Promise<MessageRecord> {
    for (let attempt = 0; attempt < ATTEMPT_MAX_COUNT; attempt++) {
      const current = await Message.findById(messageId).lean();
      if (!current) throw messageNotFound();
      const change = decide(current);
      if (!change) {
        // A repeat of what a crash kept from being told.
        if (current.rev) this.#unannounced.push({ event: 'message:updated', message: current });
        return current;
      }
      this.#lastRev ??= await findNewestRev(this.#conversationId);
      // The index does not keep one message from having a number twice, so this looks for itself.
      const rev = Math.max(this.#lastRev, current.rev ?? 0) + 1;
      const changed = await this.#store(current, change, rev);
      // Somebody else was first, with that number or with this message: look again.
      this.#lastRev = changed ? rev : null;
      if (!changed) continue;
      this.#unannounced.push({ event: 'message:updated', message: changed });
      return changed;
    }
    throw new AppError('unavailable');
  }

  async #store(
    current: MessageRecord,
    { set, unset = [] }: MessageChange,
    rev: number,
  ): Promise<MessageRecord | null> {
    const { _id, rev: seenRev } = current;
    // In the same update: what is no longer in a message is not in its terms either.
    const terms = set?.text === undefined ? {} : searchTermsOf({ ...current, ...set });
    try {
      return await Message.findOneAndUpdate(
        { _id, rev: seenRev ?? null },
        {
          $set: { ...set, ...terms, rev, changedAt: new Date() },
          $push: { revs: { $each: [rev], $slice: -KEPT_REVS } },
          ...(unset.length > 0 && { $unset: Object.fromEntries(unset.map((key) => [key, 1])) }),
        },
        { returnDocument: 'after' },
      ).lean();
    } catch (error) {
      if (isDuplicateKey(error, 'revs')) return null;
      throw error;
    }
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
    const newest = batch.findLast(({ event }) => event === 'message:created')?.message;
    const changed = batch.findLast(({ event }) => event === 'message:updated')?.message;
    let row: ConversationRecord | null = null;
    const conversationId = this.#conversationId;
    try {
      if (newest) await advanceConversation(newest);
      // An answer in the middle of requests must not be lost to the last of them.
      const answer = newest?.isRequest && batch.findLast((each) => isAnswerTo(newest, each));
      if (answer) await advanceConversation(answer.message);
      if (changed) row = await noteChange(changed);
    } catch (error) {
      log().error({ err: error, conversationId }, 'conversation.not_advanced');
    }
    try {
      for (const { event, message } of batch) {
        await publishMessage(event, message, row);
        tellDevices(event, message);
      }
    } catch (error) {
      log().error({ err: error, conversationId }, 'conversation.not_told');
    }
  }
}

const isAnswerTo = (request: MessageRecord, { event, message }: Announcement): boolean =>
  event === 'message:created' && message.senderId.equals(request.receiverId);

const writers = (): Map<string, ConversationWriter> =>
  singleton('conversation-writers', () => new Map());

function writerOf(conversationId: string): ConversationWriter {
  let writer = writers().get(conversationId);
  if (!writer) {
    writer = new ConversationWriter(conversationId, () => writers().delete(conversationId));
    writers().set(conversationId, writer);
  }
  return writer;
}

/**
 * Stores a message under the next number of its conversation, announces it, and returns it. Calls keep
 * their order: one whose message is still being prepared holds up those behind it. Rejects as
 * `prepared` does, with a duplicate-key error on (senderId, clientId) when this send has happened
 * already, and with `unavailable` when too many writes to the conversation are waiting.
 */
export function appendMessage(
  conversationId: string,
  prepared: Promise<PreparedMessage>,
): Promise<MessageRecord> {
  // Awaited when its turn comes; until then a refusal must not count as unhandled.
  prepared.catch(() => {});
  return writerOf(conversationId).append(prepared);
}

/**
 * Changes a stored message under the next `rev` of its conversation, announces it, and returns it as
 * it is then. `decide` is asked with the message as it is when its turn comes, again after a
 * collision; it throws to refuse, and answers null when there is nothing to change. The change waits for
 * `allowed` and rejects as it does. Throws `not_found`, and `unavailable` when too many writes to the conversation are waiting.
 */
export function changeMessage(
  message: Pick<MessageRecord, '_id' | 'conversationId'>,
  decide: DecideChange,
  allowed: Promise<unknown> = Promise.resolve(),
): Promise<MessageRecord> {
  // Awaited when its turn comes; until then a refusal must not count as unhandled.
  allowed.catch(() => {});
  return writerOf(message.conversationId).change(message._id.toHexString(), decide, allowed);
}

/**
 * Resolves once every write to a conversation that this process has taken in is stored and told, or
 * refused. What is taken in later is not waited for.
 */
export async function settleWrites(conversationId: string): Promise<void> {
  await writers().get(conversationId)?.settle();
}
