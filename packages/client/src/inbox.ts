import { backoffMs, type Clock, type Timer } from '@/lib/client/platform/clock';
import type { ChatEvent } from '@/lib/client/store/reducer';
import type { ApiClient } from '@/lib/client/transport/api-client';
import { ApiError } from '@/lib/client/transport/api-error';
import { toApiError } from '@/lib/client/transport/envelope';
import type { MessageDto, PersonDto } from '@/lib/shared/dto';
import { isPermanentFailure } from '@/lib/shared/errors';
import type { Checkpoints } from './checkpoints';

const PAGE_COUNT = 50;
/** Of messages that come while earlier ones are handled, so many are held; the rest is read again. */
const EARLY_MAX_COUNT = 50;
/** After a long time away everything is read, of so many conversations at once. */
const READS_MAX_COUNT = 4;
const RETRY_BASE_MS = 1_000;
const RETRY_MAX_MS = 30_000;

export type Handler = (message: MessageDto) => unknown;

export interface InboxOptions {
  myId: string;
  api: Pick<ApiClient, 'messages' | 'changes'>;
  clock: Clock;
  checkpoints: Checkpoints;
  /** What is known of somebody. */
  rowOf(userId: string): PersonDto | undefined;
  /** Takes in what was read. */
  dispatch(event: ChatEvent): void;
  /** It is handed out next. `rev`: 0 of a new message, of a change its own. */
  onHandOut(message: MessageDto, rev: number): void;
  /** It was handled. */
  onHandled(userId: string, message: MessageDto): void;
  onError(error: unknown, message: MessageDto | null): void;
}

/** One conversation's messages on their way to the handlers. */
interface Talk {
  lastSeq: number;
  lastRev: number;
  isRunning: boolean;
  failures: number;
  timer: Timer | undefined;
  /** Came by events and was not handed out yet, by number. */
  readonly early: Map<number, MessageDto>;
}

/**
 * Hands out each message once, in the order of its conversation, and what was changed of those that were.
 * Holds none beyond the page that is being handled: numbers say what is missing, and that is read.
 */
export class Inbox {
  readonly #options: InboxOptions;
  readonly #talks = new Map<string, Talk>();
  readonly #waitingReads: (() => void)[] = [];
  #readCount = 0;
  #isStopped = false;
  #onMessage: Handler | null = null;
  #onChange: Handler | null = null;

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  handleMessages(handler: Handler): void {
    this.#onMessage = handler;
    this.#runAll();
  }

  handleChanges(handler: Handler): void {
    this.#onChange = handler;
    this.#runAll();
  }

  stop(): void {
    this.#isStopped = true;
    for (const talk of this.#talks.values()) this.#options.clock.clearTimeout(talk.timer);
    for (const go of this.#waitingReads.splice(0)) go();
  }

  take(event: ChatEvent): void {
    switch (event.type) {
      case 'people-loaded':
        for (const person of event.answer.users) this.#noteRow(person);
        break;
      case 'person-loaded':
      case 'person-appeared':
        this.#noteRow(event.person);
        break;
      case 'message':
        this.#noteMessage(event.message);
        break;
      default:
        break;
    }
  }

  #noteRow({ _id: userId, lastSeq, lastRev, mySeenSeq, clearedSeq }: PersonDto): void {
    if (lastSeq === 0 && !this.#talks.has(userId)) return;
    const { checkpoints } = this.#options;
    const held = checkpoints.get(userId);
    // What was cleared is not to be handled any more.
    const seq = Math.max(held?.seq ?? mySeenSeq, clearedSeq, 0);
    if (seq !== held?.seq) checkpoints.begin(userId, { seq, rev: held?.rev ?? lastRev });
    const talk = this.#talkWith(userId);
    talk.lastSeq = Math.max(talk.lastSeq, lastSeq);
    talk.lastRev = Math.max(talk.lastRev, lastRev);
    void this.#run(userId, talk);
  }

  #noteMessage(message: MessageDto): void {
    const userId = message.senderId === this.#options.myId ? message.receiverId : message.senderId;
    if (!this.#options.checkpoints.get(userId)) {
      // The first that is heard of them; where nothing is known, their row is on its way.
      const row = this.#options.rowOf(userId);
      if (row) this.#noteRow(row);
      if (!this.#options.checkpoints.get(userId)) return;
    }
    const talk = this.#talkWith(userId);
    talk.lastSeq = Math.max(talk.lastSeq, message.seq);
    talk.lastRev = Math.max(talk.lastRev, message.rev);
    const twin = talk.early.get(message.seq);
    const isNew = message.seq > this.#seqOf(userId) && talk.early.size < EARLY_MAX_COUNT;
    if (twin ? message.rev > twin.rev : isNew && this.#onMessage) {
      talk.early.set(message.seq, message);
    }
    void this.#run(userId, talk);
  }

  #talkWith(userId: string): Talk {
    const held = this.#talks.get(userId);
    if (held) return held;
    const talk: Talk = {
      lastSeq: 0,
      lastRev: 0,
      isRunning: false,
      failures: 0,
      timer: undefined,
      early: new Map(),
    };
    this.#talks.set(userId, talk);
    return talk;
  }

  #seqOf(userId: string): number {
    return this.#options.checkpoints.get(userId)?.seq ?? 0;
  }

  #revOf(userId: string): number {
    return this.#options.checkpoints.get(userId)?.rev ?? 0;
  }

  #runAll(): void {
    for (const [userId, talk] of this.#talks) void this.#run(userId, talk);
  }

  /** Hands out what there is, one after the other. Never rejects. */
  async #run(userId: string, talk: Talk): Promise<void> {
    if (talk.isRunning || talk.timer || this.#isStopped) return;
    talk.isRunning = true;
    try {
      while (!this.#isStopped && (await this.#step(userId, talk))) talk.failures = 0;
    } catch (error) {
      // Nobody can be asked for it any more; if that changes, a row comes.
      if (!isPermanentFailure(toApiError(error).code)) this.#retryLater(userId, talk);
    } finally {
      talk.isRunning = false;
    }
  }

  #retryLater(userId: string, talk: Talk): void {
    if (this.#isStopped) return;
    const { clock } = this.#options;
    const attempt = talk.failures++;
    const wait = { baseMs: RETRY_BASE_MS, maxMs: RETRY_MAX_MS, attempt, random: clock.random };
    talk.timer = clock.setTimeout(() => {
      talk.timer = undefined;
      void this.#run(userId, talk);
    }, backoffMs(wait));
  }

  /** False when nothing is left to be done. Throws an ApiError when nothing can be read. */
  async #step(userId: string, talk: Talk): Promise<boolean> {
    if (this.#onMessage && talk.lastSeq > this.#seqOf(userId)) {
      const next = talk.early.get(this.#seqOf(userId) + 1);
      if (next) return this.#handOut(userId, talk, next);
      return this.#handOutPage(userId, talk);
    }
    if (talk.lastRev <= this.#revOf(userId)) return false;
    if (this.#onChange) return this.#handOutChanges(userId);
    // Who wants to know later is told of later changes.
    this.#options.checkpoints.begin(userId, { seq: this.#seqOf(userId), rev: talk.lastRev });
    return false;
  }

  async #handOutPage(userId: string, talk: Talk): Promise<boolean> {
    const { api, dispatch } = this.#options;
    const after = this.#seqOf(userId);
    const answer = await this.#read(() => api.messages(userId, { after, limit: PAGE_COUNT }));
    if (this.#isStopped) return false;
    dispatch({ type: 'page-loaded', userId, answer, page: 'cursor' });
    for (const message of answer.messages) {
      const newest = talk.early.get(message.seq) ?? message;
      if (!(await this.#handOut(userId, talk, newest))) return false;
    }
    // Numbers whose messages were removed for good have no message.
    const covered = answer.hasAfter ? after + PAGE_COUNT : answer.lastSeq;
    if (covered > this.#seqOf(userId)) await this.#move(userId, { seq: covered });
    for (const seq of talk.early.keys()) if (seq <= this.#seqOf(userId)) talk.early.delete(seq);
    // Told of by an event and not there yet: asking at once would go on for ever.
    if (this.#seqOf(userId) === after) throw new ApiError('unavailable');
    return true;
  }

  /** False when the client was closed meanwhile. */
  async #handOut(userId: string, talk: Talk, message: MessageDto): Promise<boolean> {
    const { myId, onHandOut, onHandled } = this.#options;
    const { seq, senderId, deletedAt, hidden } = message;
    if (seq > this.#seqOf(userId)) {
      const isWanted = senderId !== myId && deletedAt === null && !hidden;
      if (isWanted) {
        onHandOut(message, 0);
        await this.#call(this.#onMessage, message);
      }
      if (this.#isStopped) return false;
      const isKept = this.#move(userId, { seq });
      if (isWanted) {
        // Before the next one is handed out: less would be handed out again.
        await isKept;
        onHandled(userId, message);
      }
    }
    talk.early.delete(seq);
    return !this.#isStopped;
  }

  async #handOutChanges(userId: string): Promise<boolean> {
    const { api, onHandOut } = this.#options;
    const after = this.#revOf(userId);
    const answer = await this.#read(() => api.changes(userId, { after, limit: PAGE_COUNT }));
    if (this.#isStopped) return false;
    for (const message of answer.messages) {
      // Those that were not handed out yet come as they are by now.
      if (message.seq <= this.#seqOf(userId) && !message.hidden) {
        onHandOut(message, message.rev);
        await this.#call(this.#onChange, message);
        if (this.#isStopped) return false;
      }
      await this.#move(userId, { rev: message.rev });
    }
    if (!answer.hasAfter && answer.lastRev > this.#revOf(userId)) {
      await this.#move(userId, { rev: answer.lastRev });
    }
    if (this.#revOf(userId) === after) throw new ApiError('unavailable');
    return true;
  }

  /** A message whose handler throws counts as handled: it would throw again. */
  async #call(handler: Handler | null, message: MessageDto): Promise<void> {
    try {
      await handler?.(message);
    } catch (error) {
      if (!this.#isStopped) this.#options.onError(error, message);
    }
  }

  async #move(userId: string, change: { seq: number } | { rev: number }): Promise<void> {
    try {
      await this.#options.checkpoints.move(userId, change);
    } catch (error) {
      this.#options.onError(error, null);
    }
  }

  async #read<T>(ask: () => Promise<T>): Promise<T> {
    while (this.#readCount >= READS_MAX_COUNT && !this.#isStopped) {
      await new Promise<void>((resolve) => this.#waitingReads.push(resolve));
    }
    this.#readCount++;
    try {
      return await ask();
    } finally {
      this.#readCount--;
      this.#waitingReads.shift()?.();
    }
  }
}
