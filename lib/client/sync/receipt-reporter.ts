import { backoffMs, type Clock, type Timer } from '@/lib/client/platform/clock';
import { toApiError } from '@/lib/client/transport/envelope';
import { isPermanentFailure } from '@/lib/shared/errors';

/** At most two reports a second for one conversation. */
const REPORT_INTERVAL_MS = 500;
const RETRY_BASE_MS = 1_000;
const RETRY_MAX_MS = 30_000;

/** The message up to which, itself included, everything was seen or received. */
export interface Mark {
  messageId: string;
  seq: number;
}

interface Entry {
  wanted: Mark | null;
  /** The highest watermark sent to the server. */
  sentSeq: number;
  isSending: boolean;
  attempt: number;
  timer: Timer | undefined;
}

/**
 * Tells the server how far something has come, per conversation: the first report at once, later
 * ones at intervals with the highest number. Tries again until it is accepted, or refused for good.
 */
export class MarkReporter {
  readonly #send: (mark: Mark) => Promise<unknown>;
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();

  constructor(options: { send: (mark: Mark) => Promise<unknown>; clock: Clock }) {
    this.#send = options.send;
    this.#clock = options.clock;
  }

  report(userId: string, mark: Mark): void {
    const entry = this.#entry(userId);
    if (mark.seq <= Math.max(entry.sentSeq, entry.wanted?.seq ?? 0)) return;
    entry.wanted = mark;
    if (!entry.timer) void this.#flush(entry);
  }

  /** Whether there is something the server has not been told yet. */
  isPending(userId: string): boolean {
    return this.#entries.get(userId)?.wanted != null;
  }

  /** Tries again now what failed before. */
  retryNow(): void {
    for (const entry of this.#entries.values()) {
      if (!entry.wanted) continue;
      entry.attempt = 0;
      this.#clearTimer(entry);
      void this.#flush(entry);
    }
  }

  stop(): void {
    for (const entry of this.#entries.values()) this.#clearTimer(entry);
  }

  #entry(userId: string): Entry {
    const held = this.#entries.get(userId);
    if (held) return held;
    const entry: Entry = {
      wanted: null,
      sentSeq: 0,
      isSending: false,
      attempt: 0,
      timer: undefined,
    };
    this.#entries.set(userId, entry);
    return entry;
  }

  async #flush(entry: Entry): Promise<void> {
    const mark = entry.wanted;
    if (!mark || entry.isSending) return;
    entry.isSending = true;
    let waitMs = REPORT_INTERVAL_MS;
    try {
      await this.#send(mark);
      entry.attempt = 0;
      entry.sentSeq = mark.seq;
      if (entry.wanted === mark) entry.wanted = null;
    } catch (error) {
      waitMs = this.#onFailure(entry, mark, error);
    } finally {
      entry.isSending = false;
    }
    this.#clearTimer(entry);
    entry.timer = this.#clock.setTimeout(() => {
      entry.timer = undefined;
      void this.#flush(entry);
    }, waitMs);
  }

  #onFailure(entry: Entry, mark: Mark, error: unknown): number {
    const { code, retryAfterSeconds } = toApiError(error);
    if (isPermanentFailure(code)) {
      if (entry.wanted === mark) entry.wanted = null;
      entry.sentSeq = mark.seq;
      return REPORT_INTERVAL_MS;
    }
    const attempt = entry.attempt++;
    if (retryAfterSeconds !== null) return retryAfterSeconds * 1_000;
    const { random } = this.#clock;
    return backoffMs({ baseMs: RETRY_BASE_MS, maxMs: RETRY_MAX_MS, attempt, random });
  }

  #clearTimer(entry: Entry): void {
    this.#clock.clearTimeout(entry.timer);
    entry.timer = undefined;
  }
}
