import type { OutboxRepository } from '@/lib/client/outbox/outbox-repository';
import type { OutboxItem } from '@/lib/client/outbox/outbox-storage';
import { backoffMs, type Clock, type Timer } from '@/lib/client/platform/clock';
import type { Tabs } from '@/lib/client/platform/tabs';
import type { SendFailure } from '@/lib/client/store/state';
import type { ApiError } from '@/lib/client/transport/api-error';
import { toApiError } from '@/lib/client/transport/envelope';
import type { MessageDto } from '@/lib/shared/dto';
import { isPermanentFailure } from '@/lib/shared/errors';

const RETRY_BASE_MS = 1_000;
const RETRY_MAX_MS = 30_000;
/** After this many server errors the fault is taken to be this message's: the others must go on. */
const INTERNAL_MAX_ATTEMPTS = 6;

export interface DeliverOptions {
  signal: AbortSignal;
  onProgress(progress: number): void;
}

/** One attempt. Returns the stored message, or throws an ApiError. */
export type Deliver = (item: OutboxItem, options: DeliverOptions) => Promise<MessageDto>;

interface RecipientQueueOptions {
  to: string;
  /** Held over all tabs while one message is sent. */
  lockName: string;
  tabs: Tabs;
  clock: Clock;
  repository: OutboxRepository;
  /** What is to be sent of the first in line, joined with what waits behind it; null for nothing. */
  prepare(item: OutboxItem): Promise<OutboxItem | null>;
  deliver: Deliver;
  /** An attempt begins, or (`isOver`) has ended without an answer. */
  onAttempt(item: OutboxItem, isOver: boolean): void;
  isStarted(): boolean;
  onProgress(item: OutboxItem, progress: number): void;
  /** Refused for good: it waits for its author, and holds up nobody. */
  onRefused(item: OutboxItem, failure: SendFailure): void;
  onStored(item: OutboxItem, message: MessageDto): void | Promise<void>;
  onUnauthorized(): void;
}

type Outcome = 'next' | 'empty' | 'stopped' | { retryInMs: number };

interface Attempt {
  clientId: string;
  abort: AbortController;
  /** The message arrived as an event: its answer need not be waited for. */
  confirm(): void;
}

/**
 * Sends what waits for one person in the order of writing, one at a time, and tries again after
 * longer and longer waits.
 */
export class RecipientQueue {
  readonly #options: RecipientQueueOptions;
  #isRunning = false;
  /** Asked to run while running: something may have come after the last look. */
  #isAsked = false;
  #failures = 0;
  #timer: Timer | undefined;
  #attempt: Attempt | null = null;

  constructor(options: RecipientQueueOptions) {
    this.#options = options;
  }

  /** Whether it waits before its next attempt. */
  get isWaiting(): boolean {
    return this.#timer !== undefined;
  }

  isSending(clientId: string): boolean {
    return this.#attempt?.clientId === clientId;
  }

  /** Sends, once what was written so far is stored. */
  async run(): Promise<void> {
    await this.#options.repository.written();
    await this.#drain();
  }

  /** The same without regard to earlier failures. */
  runNow(): void {
    this.#failures = 0;
    this.#clearTimer();
    void this.run();
  }

  /** Ends the attempt to send that message, if it is under way. */
  abort(clientId: string): void {
    if (this.isSending(clientId)) this.#attempt?.abort.abort();
  }

  confirm(clientId: string): void {
    if (this.isSending(clientId)) this.#attempt?.confirm();
  }

  stop(): void {
    this.#clearTimer();
    this.#attempt?.abort.abort();
  }

  #clearTimer(): void {
    this.#options.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #drain(): Promise<void> {
    const { tabs, clock, lockName, isStarted } = this.#options;
    this.#isAsked = this.#isRunning;
    if (this.#isRunning || !isStarted()) return;
    this.#isRunning = true;
    try {
      let outcome: Outcome;
      do outcome = await tabs.withLock(lockName, () => this.#sendNext());
      while (outcome === 'next');
      if (typeof outcome !== 'object') return;
      this.#clearTimer();
      this.#timer = clock.setTimeout(() => {
        this.#timer = undefined;
        void this.#drain();
      }, outcome.retryInMs);
    } finally {
      this.#isRunning = false;
      if (this.#isAsked) void this.#drain();
    }
  }

  async #sendNext(): Promise<Outcome> {
    const { repository, prepare, deliver, isStarted, onProgress, onStored } = this.#options;
    const first = await this.#readNext();
    if (!first || !isStarted()) return 'empty';
    const { clientId } = first;
    const abort = new AbortController();
    let item = first;
    try {
      const prepared = await prepare(first);
      // Its author may have stopped or removed it meanwhile.
      const held = repository.get(clientId);
      if (!prepared || !held || held.failure) return 'next';
      if (!isStarted()) return 'stopped';
      item = prepared;
      this.#options.onAttempt(item, false);
      const message = await new Promise<MessageDto | null>((resolve, reject) => {
        this.#attempt = { clientId, abort, confirm: () => resolve(null) };
        const options = {
          signal: abort.signal,
          onProgress: (progress: number) => onProgress(item, progress),
        };
        deliver(item, options).then(resolve, reject);
      });
      this.#failures = 0;
      if (message) await onStored(item, message);
      return 'next';
    } catch (error) {
      if (!abort.signal.aborted) return this.#onFailure(item, toApiError(error));
      // Broken off, it may have reached the server all the same.
      this.#options.onAttempt(item, true);
      return isStarted() ? 'next' : 'stopped';
    } finally {
      this.#attempt = null;
      // Before the lock goes to another tab, which reads the storage to see what is left.
      await repository.written();
    }
  }

  /** The first in line as the storage has it, since another tab may have sent it meanwhile. */
  #readNext(): Promise<OutboxItem | undefined> {
    const { repository, to } = this.#options;
    return repository.readNext(to, (next) => {
      if (next && !repository.get(next.clientId)) repository.adopt(next);
      return next;
    });
  }

  #onFailure(item: OutboxItem, error: ApiError): Outcome {
    const { clock, onRefused, onUnauthorized } = this.#options;
    const { code, message, reason, retryAfterSeconds } = error;
    const attempt = this.#failures++;
    if (code === 'unauthorized') {
      onUnauthorized();
      return 'stopped';
    }
    const isHopeless = code === 'internal' && this.#failures >= INTERNAL_MAX_ATTEMPTS;
    if (isPermanentFailure(code) || isHopeless) {
      this.#failures = 0;
      onRefused(item, { code, message, reason });
      return 'next';
    }
    this.#options.onAttempt(item, true);
    const { random } = clock;
    const backoff = { baseMs: RETRY_BASE_MS, maxMs: RETRY_MAX_MS, attempt, random };
    return {
      retryInMs: retryAfterSeconds === null ? backoffMs(backoff) : retryAfterSeconds * 1_000,
    };
  }
}
