import { AppError, isDuplicateKey } from '@/lib/server/errors';
import { log } from '@/lib/server/log';
import {
  advanceConversation,
  findNewestMessage,
  noteChange,
} from '@/lib/server/services/messages/conversation';
import { publishMessage } from '@/lib/server/services/messages/message-view';
import { storeMessages } from '@/lib/server/services/messages/writes/message-log';
import {
  ATTEMPT_MAX_COUNT,
  type DecideChange,
  storeChange,
} from '@/lib/server/services/messages/writes/store-change';
import { tellDevices } from '@/lib/server/services/push/tell-devices';
import { fillTermsSoon, termsDueFor } from '@/lib/server/services/words/fill-terms';
import { singleton } from '@/lib/server/singleton';
import type { ConversationRecord } from '@/models/conversation';
import type { MessageRecord } from '@/models/message';

/** Sends waiting for one conversation; beyond it the caller is told to try again. */
const QUEUE_MAX_COUNT = 1_000;
/** Conversations whose last numbers are kept when nothing is written to them. */
const IDLE_MAX_COUNT = 2_000;
/** Messages of one conversation that are stored together. */
const RUN_MAX_COUNT = 100;

export type NewMessage = Omit<MessageRecord, 'seq'>;

/** What a message is besides, once its number is known; throws to refuse it. */
export type Admit = (seq: number) => Promise<Pick<MessageRecord, 'isRequest'>>;

export type PreparedMessage = NewMessage & { admit?: Admit };

interface Settle {
  resolve(written: MessageRecord): void;
  reject(error: unknown): void;
}

/** A message that waits for its number; `isReady` once it is prepared. */
interface Append extends Settle {
  kind: 'append';
  prepared: PreparedMessage | null;
  isSettled: Promise<unknown>;
}
interface Change extends Settle {
  kind: 'change';
  perform(): Promise<MessageRecord>;
}
type ReadyAppend = Append & { prepared: PreparedMessage };

interface Announcement {
  event: 'message:created' | 'message:updated';
  message: MessageRecord;
  /** The row was brought up to the message together with it. */
  isRowWritten: boolean;
}

/**
 * Writes to one conversation, in the order of the calls; messages that wait for one another are stored
 * as one run. The unique indexes on (conversation, seq) and (conversation, revs) are what keeps numbers
 * without gap and repeat, between processes too; the queue only avoids collisions within this process.
 * Rows and events follow in batches, in the order of writing.
 */
class ConversationWriter {
  readonly #conversationId: string;
  readonly #onIdle: () => void;
  #depth = 0;
  #queue: (Append | Change)[] = [];
  #isWorking = false;
  #tail: Promise<unknown> = Promise.resolve();
  /** The last numbers known here; read anew after a collision. */
  #lastSeq: number | null = null;
  #lastRev: number | null = null;
  #unannounced: Announcement[] = [];
  #announcing: Promise<void> = Promise.resolve();
  #nextAnnouncement: Promise<void> | null = null;

  constructor(conversationId: string, onIdle: () => void) {
    this.#conversationId = conversationId;
    this.#onIdle = onIdle;
  }

  append(preparing: Promise<PreparedMessage>): Promise<MessageRecord> {
    return this.#write((settle) => {
      const append: Append = { kind: 'append', prepared: null, isSettled: preparing, ...settle };
      append.isSettled = preparing.then(
        (prepared) => {
          append.prepared = prepared;
        },
        (error: unknown) => append.reject(error),
      );
      return append;
    });
  }

  change(
    messageId: string,
    decide: DecideChange,
    allowed: Promise<unknown>,
  ): Promise<MessageRecord> {
    return this.#write((settle) => ({
      kind: 'change',
      ...settle,
      perform: async () => {
        await allowed;
        return this.#change(messageId, decide);
      },
    }));
  }

  /** Nothing waits or is under way. */
  get isIdle(): boolean {
    return this.#depth === 0;
  }

  /** Resolves once everything taken in until now is stored and told. */
  async settle(): Promise<void> {
    this.#depth++;
    try {
      await this.#tail;
      await this.#announce();
    } finally {
      this.#leave();
    }
  }

  /** The place in the queue is taken before anything is awaited, so writes keep the order they came in. */
  async #write(make: (settle: Settle) => Append | Change): Promise<MessageRecord> {
    if (this.#depth >= QUEUE_MAX_COUNT) throw new AppError('unavailable');
    this.#depth++;
    try {
      const writing = new Promise<MessageRecord>((resolve, reject) => {
        this.#queue.push(make({ resolve, reject }));
      });
      const before = this.#tail;
      const onSettled = () => before;
      this.#tail = writing.then(onSettled, onSettled);
      if (!this.#isWorking) void this.#work();
      const written = await writing;
      await this.#announce();
      return written;
    } finally {
      this.#leave();
    }
  }

  #leave(): void {
    this.#depth--;
    if (this.#depth === 0) this.#onIdle();
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    for (let next = this.#queue[0]; next; next = this.#queue[0]) {
      if (next.kind === 'change') {
        await next.perform().then(next.resolve, next.reject);
        this.#queue.shift();
        continue;
      }
      await next.isSettled;
      const run = this.#readyRun();
      // None: it was refused while it was prepared.
      if (run.length > 0) await this.#insert(run);
      this.#queue.splice(0, Math.max(1, run.length));
    }
    this.#isWorking = false;
  }

  /** The prepared messages at the head of the queue. One that has to be admitted goes alone. */
  #readyRun(): ReadyAppend[] {
    const run: ReadyAppend[] = [];
    for (const each of this.#queue) {
      if (each.kind !== 'append' || !isReady(each) || run.length === RUN_MAX_COUNT) break;
      if (each.prepared.admit && run.length > 0) break;
      run.push(each);
      if (each.prepared.admit) break;
    }
    return run;
  }

  /** The insert is the commit: once it is acknowledged, the message exists. */
  async #insert(run: ReadyAppend[]): Promise<void> {
    let left = run;
    for (let attempt = 0; left.length > 0; attempt++) {
      try {
        if (attempt >= ATTEMPT_MAX_COUNT) throw new AppError('unavailable');
        left = await this.#insertOnce(left);
      } catch (error) {
        for (const each of left) each.reject(error);
        return;
      }
    }
  }

  /** Returns those that are neither stored nor refused. */
  async #insertOnce(run: ReadyAppend[]): Promise<ReadyAppend[]> {
    this.#lastSeq ??= (await findNewestMessage(this.#conversationId))?.seq ?? 0;
    const first = this.#lastSeq + 1;
    const records: MessageRecord[] = [];
    for (const { prepared } of run) {
      const { admit, ...message } = prepared;
      const seq = first + records.length;
      records.push({
        ...message,
        termsDueFor: termsDueFor(message),
        ...(await admit?.(seq)),
        seq,
      });
    }
    const { storedCount, error, isRowWritten } = await storeMessages(records);
    if (storedCount > 0) fillTermsSoon();
    for (const message of records.slice(0, storedCount)) {
      this.#unannounced.push({ event: 'message:created', message, isRowWritten });
    }
    for (const [index, message] of records.slice(0, storedCount).entries()) {
      run[index]?.resolve(message);
    }
    this.#lastSeq = error ? null : first + storedCount - 1;
    // Somebody else was first with that number: take the next one.
    if (!error || isDuplicateKey(error, 'seq')) return run.slice(storedCount);
    if (!isDuplicateKey(error)) throw error;
    run[storedCount]?.reject(error);
    return run.slice(storedCount + 1);
  }

  async #change(messageId: string, decide: DecideChange): Promise<MessageRecord> {
    const conversationId = this.#conversationId;
    const known = this.#lastRev;
    // Read anew unless all goes well.
    this.#lastRev = null;
    const stored = await storeChange({ conversationId, messageId }, decide, known);
    const { message, isChanged, lastRev } = stored;
    this.#lastRev = lastRev;
    // Without a change: a repeat of what a crash may have kept from being told.
    if (isChanged || message.rev) {
      this.#unannounced.push({ event: 'message:updated', message, isRowWritten: false });
    }
    return message;
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
    const conversationId = this.#conversationId;
    let row: ConversationRecord | null = null;
    try {
      row = await this.#advanceRow(batch);
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

  /** Returns the row where it had to be read. */
  async #advanceRow(batch: readonly Announcement[]): Promise<ConversationRecord | null> {
    const newest = batch.findLast(({ event }) => event === 'message:created');
    const changed = batch.findLast(({ event }) => event === 'message:updated')?.message;
    if (newest && !newest.isRowWritten) {
      await advanceConversation(newest.message);
      // An answer in the middle of requests must not be lost to the last of them.
      const answer =
        newest.message.isRequest && batch.findLast((each) => isAnswerTo(newest.message, each));
      if (answer) await advanceConversation(answer.message);
    }
    return changed ? noteChange(changed) : null;
  }
}

const isReady = (append: Append): append is ReadyAppend => append.prepared !== null;

const isAnswerTo = (request: MessageRecord, { event, message }: Announcement): boolean =>
  event === 'message:created' && message.senderId.equals(request.receiverId);

const writers = (): Map<string, ConversationWriter> =>
  singleton('conversation-writers', () => new Map());

/** Keeps a writer that has nothing to do, and drops the one that had nothing to do for longest. */
function keepIdle(conversationId: string, writer: ConversationWriter): void {
  const all = writers();
  all.delete(conversationId);
  all.set(conversationId, writer);
  if (all.size <= IDLE_MAX_COUNT) return;
  for (const [id, each] of all) {
    if (!each.isIdle) continue;
    all.delete(id);
    return;
  }
}

function writerOf(conversationId: string): ConversationWriter {
  const known = writers().get(conversationId);
  if (known) return known;
  const writer: ConversationWriter = new ConversationWriter(conversationId, () =>
    keepIdle(conversationId, writer),
  );
  writers().set(conversationId, writer);
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
