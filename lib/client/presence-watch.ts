import type { Clock, Timer } from '@/lib/client/clock';
import type { Transport } from '@/lib/client/transport';
import type { PresenceDto } from '@/lib/shared/dto';
import { PRESENCE_WATCH_MAX_COUNT } from '@/lib/shared/limits';

const GATHER_MS = 250;
const ACK_TIMEOUT_MS = 5_000;
const RETRY_MS = 5_000;

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
  /** What the server knows of this connection. */
  #told = '';
  #timer: Timer | undefined;

  constructor(options: PresenceWatchOptions) {
    this.#options = options;
  }

  /** Who is wanted may have changed. Looked at a moment later, so that a burst costs one look. */
  check(): void {
    this.#plan(GATHER_MS);
  }

  /** A new connection knows nothing of the last one. */
  onConnected(): void {
    this.#told = '';
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
    const userIds = [...new Set(wanted())].slice(0, PRESENCE_WATCH_MAX_COUNT);
    const key = keyOf(userIds);
    if (key === this.#told) return;
    this.#told = key;
    try {
      const { presence } = await transport.request('presence:watch', { userIds }, ACK_TIMEOUT_MS);
      onPresence(presence);
    } catch {
      this.#told = '';
      if (transport.isConnected) this.#plan(RETRY_MS);
    }
  }
}

function keyOf(userIds: readonly string[]): string {
  return [...userIds].sort().join(' ');
}
