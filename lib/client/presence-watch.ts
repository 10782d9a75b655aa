import type { Clock, Timer } from '@/lib/client/clock';
import type { Transport } from '@/lib/client/transport';
import type { PresenceDto } from '@/lib/shared/dto';
import { PRESENCE_WATCH_MAX_COUNT } from '@/lib/shared/limits';

const GATHER_MS = 250;
const ACK_TIMEOUT_MS = 5_000;
const RETRY_MS = 5_000;
/** About what a tall screen shows. The rest is told along, so that scrolling a little tells nothing. */
const NEEDED_COUNT = 60;

interface PresenceWatchOptions {
  transport: Transport;
  clock: Clock;
  onPresence(presence: readonly PresenceDto[]): void;
}

/** Keeps the server told whose presence is on the screen. */
export class PresenceWatch {
  readonly #options: PresenceWatchOptions;
  #wanted: ReadonlySet<string> = new Set();
  /** Whom the server tells this connection of. */
  #told: ReadonlySet<string> = new Set();
  #timer: Timer | undefined;

  constructor(options: PresenceWatchOptions) {
    this.#options = options;
  }

  /** The most important first: beyond the limit they are left out. */
  watch(userIds: readonly string[]): void {
    this.#wanted = firstOf(userIds, PRESENCE_WATCH_MAX_COUNT);
    if (!this.#isTold()) this.#plan(GATHER_MS);
  }

  /** A new connection knows nothing of the last one. */
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
    const { transport, onPresence } = this.#options;
    if (!transport.isConnected || this.#isTold()) return;
    const userIds = [...this.#wanted];
    this.#told = this.#wanted;
    try {
      const { presence } = await transport.request('presence:watch', { userIds }, ACK_TIMEOUT_MS);
      onPresence(presence);
    } catch {
      this.#told = new Set();
      if (transport.isConnected) this.#plan(RETRY_MS);
    }
  }

  #isTold(): boolean {
    let left = NEEDED_COUNT;
    for (const userId of this.#wanted) {
      if (left-- === 0) break;
      if (!this.#told.has(userId)) return false;
    }
    return true;
  }
}

function firstOf(userIds: readonly string[], count: number): ReadonlySet<string> {
  const first = new Set<string>();
  for (const userId of userIds) {
    if (first.size === count) break;
    first.add(userId);
  }
  return first;
}
