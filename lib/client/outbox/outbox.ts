import { OutboxRepository } from '@/lib/client/outbox/outbox-repository';
import type { OutboxItem, OutboxStorage } from '@/lib/client/outbox/outbox-storage';
import { backoffMs, type Clock, type Timer } from '@/lib/client/platform/clock';
import type { Tabs } from '@/lib/client/platform/tabs';
import type { ApiError } from '@/lib/client/transport/api-error';
import { toApiError } from '@/lib/client/transport/envelope';
import type { MessageDto } from '@/lib/shared/dto';
import { isPermanentFailure } from '@/lib/shared/errors';

const RETRY_BASE_MS = 1_000;
const RETRY_MAX_MS = 30_000;
/** After this many server errors the fault is taken to be this message's: the others must go on. */
const INTERNAL_MAX_ATTEMPTS = 6;
/** Without shared locks: time for the tab that wrote an item to send it before others try. */
const FOREIGN_DELAY_MS = 4_000;

export interface DeliverOptions {
  signal: AbortSignal;
  onProgress(progress: number): void;
}

export interface OutboxOptions {
  ownerId: string;
  storage: OutboxStorage;
  tabs: Tabs;
  clock: Clock;
  /** One attempt. Returns the stored message, or throws an ApiError. */
  deliver(item: OutboxItem, options: DeliverOptions): Promise<MessageDto>;
  /** An item is new or changed; with what it has uploaded so far. */
  onItem(item: OutboxItem, progress: number | null): void;
  /** The server has it. */
  onStored(message: MessageDto): void;
  /** Its author removed it. */
  onDiscarded(item: OutboxItem): void;
  /** Another tab has sent or removed it. */
  onGone(item: OutboxItem): void;
  onUnauthorized(): void;
}

interface RecipientQueue {
  isRunning: boolean;
  /** Asked to run while running: something may have come after the last look. */
  isAsked: boolean;
  attempt: number;
  timer: Timer | undefined;
}

type Outcome = 'next' | 'empty' | 'stopped' | { retryInMs: number };

interface Attempt {
  abort: AbortController;
  /** The message arrived as an event: its answer need not be waited for. */
  confirm(): void;
}

/**
 * Unsent messages, sent in the order of writing, with one queue for each recipient. An item is
 * stored before it is tried, and is removed only when the server has it or its author removes it.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #repository: OutboxRepository;
  readonly #queues = new Map<string, RecipientQueue>();
  readonly #attempts = new Map<string, Attempt>();
  #isStarted = false;
  #foreignTimer: Timer | undefined;
  #stopListening: (() => void) | null = null;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#repository = new OutboxRepository(options);
  }

  /** Reads what earlier sessions left and begins to send. Safe to call again. */
  async start(): Promise<void> {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#stopListening = this.#options.tabs.onAnnounced(
      (clientId) => void this.#onOtherTab(clientId),
    );
    await this.#reload();
    this.#drainAll();
  }

  stop(): void {
    this.#isStarted = false;
    this.#stopListening?.();
    this.#options.clock.clearTimeout(this.#foreignTimer);
    for (const queue of this.#queues.values()) this.#clearTimer(queue);
    for (const { abort } of this.#attempts.values()) abort.abort();
  }

  get size(): number {
    return this.#repository.size;
  }

  find(clientId: string): OutboxItem | undefined {
    return this.#repository.get(clientId);
  }

  /** Adds a message; it is shown at once, then stored, then tried. */
  add(item: OutboxItem): void {
    this.#repository.add(item);
    this.#show(item);
    this.#drainAfterWriting(item.to);
  }

  /** Tries a refused item once more. */
  retry(clientId: string): void {
    const item = this.#repository.get(clientId);
    if (!item?.failure) return;
    this.#change({ ...item, failure: null });
    this.#queue(item.to).attempt = 0;
    this.#drainAfterWriting(item.to);
  }

  /** Stops the current attempt and keeps the item for its author to retry or remove. */
  cancel(clientId: string): void {
    const item = this.#repository.get(clientId);
    if (!item || item.failure) return;
    this.#change({ ...item, failure: { code: 'unavailable', message: 'Sending was cancelled.' } });
    this.#attempts.get(clientId)?.abort.abort();
  }

  discard(clientId: string): void {
    const item = this.#repository.get(clientId);
    if (!item) return;
    this.#repository.remove(clientId);
    this.#attempts.get(clientId)?.abort.abort();
    this.#options.onDiscarded(item);
  }

  /** The server is known to have it, from an event or a page: no answer needs to come first. */
  confirm(clientId: string): void {
    if (!this.#repository.get(clientId)) return;
    this.#repository.remove(clientId);
    this.#attempts.get(clientId)?.confirm();
  }

  /** Tries everything now: the connection is back, or the person came back. */
  retryNow(): void {
    this.#drainAll();
    // A tab that was asleep has not heard what the others did.
    if (this.#isStarted) void this.#reload();
  }

  #drainAll(): void {
    const waiting = this.#repository.items().filter((item) => !item.failure);
    for (const to of new Set(waiting.map((item) => item.to))) {
      const queue = this.#queue(to);
      queue.attempt = 0;
      this.#clearTimer(queue);
      this.#drainAfterWriting(to);
    }
  }

  #queue(to: string): RecipientQueue {
    const queue = this.#queues.get(to) ?? {
      isRunning: false,
      isAsked: false,
      attempt: 0,
      timer: undefined,
    };
    this.#queues.set(to, queue);
    return queue;
  }

  #clearTimer(queue: RecipientQueue): void {
    this.#options.clock.clearTimeout(queue.timer);
    queue.timer = undefined;
  }

  #drainAfterWriting(to: string): void {
    void this.#repository.written().then(() => this.#drain(to));
  }

  async #drain(to: string): Promise<void> {
    const queue = this.#queue(to);
    queue.isAsked = queue.isRunning;
    if (queue.isRunning || !this.#isStarted) return;
    queue.isRunning = true;
    const { tabs, clock, ownerId } = this.#options;
    try {
      for (;;) {
        const outcome = await tabs.withLock(`parley-outbox:${ownerId}:${to}`, () =>
          this.#sendNext(to, queue),
        );
        if (typeof outcome === 'object') {
          this.#clearTimer(queue);
          queue.timer = clock.setTimeout(() => {
            queue.timer = undefined;
            void this.#drain(to);
          }, outcome.retryInMs);
          return;
        }
        if (outcome !== 'next') return;
      }
    } finally {
      queue.isRunning = false;
      if (queue.isAsked) void this.#drain(to);
    }
  }

  async #sendNext(to: string, queue: RecipientQueue): Promise<Outcome> {
    const item = await this.#nextFor(to);
    if (!item || !this.#isStarted) return 'empty';
    const abort = new AbortController();
    try {
      const message = await new Promise<MessageDto | null>((resolve, reject) => {
        this.#attempts.set(item.clientId, { abort, confirm: () => resolve(null) });
        const onProgress = (progress: number) => this.#showProgress(item.clientId, progress);
        this.#options.deliver(item, { signal: abort.signal, onProgress }).then(resolve, reject);
      });
      queue.attempt = 0;
      if (message) {
        this.#repository.remove(item.clientId);
        this.#options.onStored(message);
      }
      return 'next';
    } catch (error) {
      if (!abort.signal.aborted) return this.#onFailure(item, toApiError(error), queue);
      return this.#isStarted ? 'next' : 'stopped';
    } finally {
      this.#attempts.delete(item.clientId);
      // Before the lock goes to another tab, which reads the storage to see what is left.
      await this.#repository.written();
    }
  }

  #onFailure(item: OutboxItem, error: ApiError, queue: RecipientQueue): Outcome {
    queue.attempt++;
    if (error.code === 'unauthorized') {
      this.#options.onUnauthorized();
      return 'stopped';
    }
    const isHopeless = error.code === 'internal' && queue.attempt >= INTERNAL_MAX_ATTEMPTS;
    if (isPermanentFailure(error.code) || isHopeless) {
      queue.attempt = 0;
      const { code, message, reason } = error;
      this.#change({ ...item, failure: { code, message, reason } });
      return 'next';
    }
    if (error.retryAfterSeconds !== null) return { retryInMs: error.retryAfterSeconds * 1_000 };
    const { random } = this.#options.clock;
    const attempt = queue.attempt - 1;
    return {
      retryInMs: backoffMs({ baseMs: RETRY_BASE_MS, maxMs: RETRY_MAX_MS, attempt, random }),
    };
  }

  /** The first in line as the storage has it, since another tab may have sent it meanwhile. */
  #nextFor(to: string): Promise<OutboxItem | undefined> {
    return this.#repository.readNext(to, (next) => {
      if (next && !this.#repository.get(next.clientId)) this.#repository.adopt(next);
      return next;
    });
  }

  /** Brings this tab's view in line with the storage. */
  #reload(): Promise<void> {
    return this.#repository.readAll((items) => {
      const kept = new Set(items.map((item) => item.clientId));
      for (const { clientId } of this.#repository.items())
        if (!kept.has(clientId)) this.#loseOne(clientId);
      for (const item of items) this.#takeIn(item);
    });
  }

  #takeIn(item: OutboxItem): void {
    if (this.#attempts.has(item.clientId)) return;
    // Only its failure can change; with thousands waiting, showing each again would be slow.
    const held = this.#repository.get(item.clientId);
    if (held && held.failure?.code === item.failure?.code) return;
    this.#repository.adopt(item);
    this.#show(item);
  }

  #loseOne(clientId: string): void {
    const item = this.#repository.get(clientId);
    if (!item || this.#attempts.has(clientId)) return;
    this.#repository.drop(clientId);
    this.#options.onGone(item);
  }

  async #onOtherTab(clientId: string): Promise<void> {
    const item = await this.#repository.readOne(clientId, (found) => {
      if (found) this.#takeIn(found);
      else this.#loseOne(clientId);
      return found;
    });
    if (!item || item.failure || !this.#isStarted) return;
    const { clock, tabs } = this.#options;
    if (tabs.hasSharedLocks) {
      // The tab that wrote it holds the lock: this one asks for it as well, unless it waits before
      // its next attempt anyway.
      if (!this.#queue(item.to).timer) await this.#drain(item.to);
      return;
    }
    // The tab that wrote it gets time to send it first.
    clock.clearTimeout(this.#foreignTimer);
    this.#foreignTimer = clock.setTimeout(() => this.#drainAll(), FOREIGN_DELAY_MS);
  }

  #show(item: OutboxItem): void {
    this.#options.onItem(item, item.image && !item.failure ? 0 : null);
  }

  #showProgress(clientId: string, progress: number): void {
    const item = this.#repository.get(clientId);
    if (item && !item.failure) this.#options.onItem(item, progress);
  }

  #change(item: OutboxItem): void {
    // Removed meanwhile by its author, or sent by another tab.
    if (!this.#repository.get(item.clientId)) return;
    this.#repository.update(item);
    this.#show(item);
  }
}
