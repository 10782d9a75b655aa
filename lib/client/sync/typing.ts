import type { Clock, Timer } from '@/lib/client/platform/clock';
import { TYPING_TTL_MS } from '@/lib/shared/limits';

/** Often enough that the other side does not forget in between. */
const REPORT_INTERVAL_MS = 2_000;
/** A pause this long means the person has stopped. */
const IDLE_MS = 4_000;

/**
 * Tells one person that the signed-in one is typing: at most every few seconds, and says when it
 * ends.
 */
export class TypingReporter {
  readonly #report: (typing: boolean) => void;
  readonly #clock: Clock;
  #isTyping = false;
  #isRecent = false;
  #recentTimer: Timer | undefined;
  #idleTimer: Timer | undefined;

  constructor(options: { report: (typing: boolean) => void; clock: Clock }) {
    this.#report = options.report;
    this.#clock = options.clock;
  }

  onInput(text: string): void {
    if (text.trim() === '') {
      this.stop();
      return;
    }
    this.#clock.clearTimeout(this.#idleTimer);
    this.#idleTimer = this.#clock.setTimeout(() => this.stop(), IDLE_MS);
    if (this.#isTyping && this.#isRecent) return;
    this.#isTyping = true;
    this.#isRecent = true;
    this.#clock.clearTimeout(this.#recentTimer);
    this.#recentTimer = this.#clock.setTimeout(() => {
      this.#isRecent = false;
    }, REPORT_INTERVAL_MS);
    this.#report(true);
  }

  stop(): void {
    this.#clock.clearTimeout(this.#idleTimer);
    if (!this.#isTyping) return;
    this.#isTyping = false;
    this.#report(false);
  }
}

/**
 * Removes who is typing when nothing more comes. With timers, since comparing clock times fails
 * when a clock jumps.
 */
export class TypingExpiry {
  readonly #onExpired: (userId: string) => void;
  readonly #clock: Clock;
  readonly #timers = new Map<string, Timer>();

  constructor(options: { onExpired: (userId: string) => void; clock: Clock }) {
    this.#onExpired = options.onExpired;
    this.#clock = options.clock;
  }

  note(userId: string, isTyping: boolean): void {
    this.#clock.clearTimeout(this.#timers.get(userId));
    this.#timers.delete(userId);
    if (!isTyping) return;
    const timer = this.#clock.setTimeout(() => {
      this.#timers.delete(userId);
      this.#onExpired(userId);
    }, TYPING_TTL_MS);
    this.#timers.set(userId, timer);
  }

  stop(): void {
    for (const [userId, timer] of this.#timers) {
      this.#clock.clearTimeout(timer);
      this.#onExpired(userId);
    }
    this.#timers.clear();
  }
}
