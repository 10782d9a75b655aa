import type { PushPlatform } from '@/lib/client/notifications/push/push-manager';
import type { Clock } from '@/lib/client/platform/clock';
import type { PushWords } from '@/lib/shared/push/push-schemas';

/** Chromium and Firefox wait for ever for a push service that they cannot reach. */
const SUBSCRIBE_TIMEOUT_MS = 10_000;

/**
 * Whether this browser is told while no page is open. `unreachable`: its push service did not answer; `failed`: our server
 * did not, or the browser would not.
 */
export type PushState = 'off' | 'starting' | 'on' | 'unsupported' | 'unreachable' | 'failed';

/** How this browser is to be told; null: not at all. */
export type PushWish = { hasPreview: boolean; words: PushWords } | null;

export interface PushKeeperOptions {
  platform: PushPlatform;
  server: {
    publicKey(): Promise<string>;
    subscribe(
      subscription: PushSubscriptionJSON,
      how: { hasPreview: boolean; words: PushWords },
    ): Promise<unknown>;
    unsubscribe(endpoint: string): Promise<unknown>;
  };
  clock: Clock;
}

/** Keeps the subscription of this browser as it is wished for. */
export class PushKeeper {
  readonly #options: PushKeeperOptions;
  readonly #listeners = new Set<() => void>();
  #state: PushState = 'off';
  #wish: PushWish = null;
  /** Counts the wishes: what was begun for an earlier one says nothing any more. */
  #turn = 0;

  constructor(options: PushKeeperOptions) {
    this.#options = options;
  }

  readonly get = (): PushState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** From now on as wished. Asks again where it did not work; never rejects. */
  async keep(wish: PushWish): Promise<void> {
    const turn = ++this.#turn;
    this.#wish = wish;
    try {
      if (wish) await this.#start(turn);
      else await this.#end(turn);
    } catch {
      this.#set(turn, 'failed');
    }
  }

  /** Once more, the same. */
  retry(): Promise<void> {
    return this.keep(this.#wish);
  }

  async #start(turn: number): Promise<void> {
    const { platform, server, clock } = this.#options;
    if (!(await platform.isPossible())) {
      this.#set(turn, 'unsupported');
      return;
    }
    // A subscription that is kept stays valid while it is looked at again.
    if (this.#state !== 'on') this.#set(turn, 'starting');
    const publicKey = await server.publicKey();
    const timer = clock.setTimeout(() => this.#set(turn, 'unreachable'), SUBSCRIBE_TIMEOUT_MS);
    let subscription: PushSubscriptionJSON;
    try {
      subscription = await platform.subscribe(publicKey);
    } catch (error) {
      const isAway = error instanceof Error && error.name === 'AbortError';
      this.#set(turn, isAway ? 'unreachable' : 'failed');
      return;
    } finally {
      clock.clearTimeout(timer);
    }
    const wish = this.#wish;
    if (turn !== this.#turn || !wish) return;
    await server.subscribe(subscription, wish);
    this.#set(turn, 'on');
  }

  async #end(turn: number): Promise<void> {
    const { platform, server } = this.#options;
    if (await platform.isPossible()) {
      const endpoint = await platform.unsubscribe();
      if (endpoint) await server.unsubscribe(endpoint);
    }
    this.#set(turn, 'off');
  }

  #set(turn: number, state: PushState): void {
    if (turn !== this.#turn || state === this.#state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
