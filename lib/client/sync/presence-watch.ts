import type { Clock, Timer } from '@/lib/client/platform/clock';
import type { Transport } from '@/lib/client/transport/transport';
import type { PresenceDto } from '@/lib/shared/dto';
import { PRESENCE_WATCH_MAX_COUNT } from '@/lib/shared/limits';

const GATHER_MS = 250;
const ACK_TIMEOUT_MS = 5_000;
const RETRY_MS = 5_000;
/**
 * About as many rows as a tall screen shows. A few more are watched, so that scrolling a little
 * sends nothing.
 */
const NEEDED_COUNT = 60;

interface PresenceWatchOptions {
  transport: Transport;
  clock: Clock;
  /** Whom to watch, the most important first: beyond the limit they are left out. */
  wanted(): Iterable<string>;
  onPresence(presence: readonly PresenceDto[]): void;
}

/** Keeps the server told whose presence is on the screen. */
export class PresenceWatch {
  readonly #options: PresenceWatchOptions;
  /** Whom the server tells this connection of. */
  #told: ReadonlySet<string> = new Set();
  #timer: Timer | undefined;

  constructor(options: PresenceWatchOptions) {
    this.#options = options;
  }

  /**
   * Called when the people to watch may have changed. Compares after a moment, so that many changes
   * cost one request.
   */
  check(): void {
    this.#plan(GATHER_MS);
  }

  /** Something may have been missed: asks anew at some moment within that time. */
  refreshWithin(ms: number): void {
    this.#told = new Set();
    this.#plan(this.#options.clock.random() * ms);
  }

  /** The server remembers nothing for a new connection. */
  onConnected(): void {
    this.#told = new Set();
    void this.#tell();
  }

  stop(): void {
    this.#options.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #plan(delayMs: number): void {
    if (this.#timer) return;
    this.#timer = this.#options.clock.setTimeout(() => {
      this.#timer = undefined;
      void this.#tell();
    }, delayMs);
  }

  async #tell(): Promise<void> {
    const { transport, wanted, onPresence } = this.#options;
    if (!transport.isConnected) return;
    const watched = firstOf(wanted(), PRESENCE_WATCH_MAX_COUNT);
    if (this.#isTold(watched)) return;
    const userIds = [...watched];
    this.#told = watched;
    try {
      const { presence } = await transport.request('presence:watch', { userIds }, ACK_TIMEOUT_MS);
      // Answered late, when others were asked for already: those are whom the server tells of now.
      if (this.#told === watched) onPresence(presence);
    } catch {
      if (this.#told !== watched) return;
      this.#told = new Set();
      if (transport.isConnected) this.#plan(RETRY_MS);
    }
  }

  #isTold(wanted: ReadonlySet<string>): boolean {
    let left = NEEDED_COUNT;
    for (const userId of wanted) {
      if (left-- === 0) break;
      if (!this.#told.has(userId)) return false;
    }
    return true;
  }
}

function firstOf(userIds: Iterable<string>, count: number): ReadonlySet<string> {
  const first = new Set<string>();
  for (const userId of userIds) {
    if (first.size === count) break;
    first.add(userId);
  }
  return first;
}
