import type { Clock, Timer } from '@/lib/client/platform/clock';
import { type ClientStore, LOADED } from '@/lib/client/store/store';
import { Sync, type SyncOptions } from '@/lib/client/sync/sync';
import { toApiError } from '@/lib/client/transport/envelope';
import type { PeopleAnswer } from '@/lib/shared/dto';

const RETRY_MS = 3_000;

interface CatchUpOptions extends Pick<SyncOptions, 'api' | 'dispatch' | 'openUserIds'> {
  store: ClientStore;
  clock: Clock;
  /** Whether anything else asks again after a failure. */
  isConnected(): boolean;
  onResult(error: unknown): void;
  onCaughtUp(): void;
}

/** Decides when to run the resync, and tells how it went. */
export class CatchUp {
  readonly #options: CatchUpOptions;
  readonly #sync: Sync;
  #timer: Timer | undefined;
  #isStarted = false;

  constructor(options: CatchUpOptions) {
    this.#options = options;
    const { api, clock, dispatch, openUserIds, store } = options;
    const onResult = (error: unknown) => this.#onResult(error);
    this.#sync = new Sync({ api, clock, dispatch, openUserIds, getState: store.getChat, onResult });
  }

  start(): void {
    this.#isStarted = true;
    // Without rows that came with the page there is nothing to show until this answers.
    if (this.#options.store.getState().peopleLoad.isLoading) this.plan(0);
  }

  stop(): void {
    this.#isStarted = false;
    this.#options.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Runs soon. A run already planned is not delayed: with steady events it would never happen. */
  plan(delayMs: number): void {
    if (!this.#isStarted || (this.#timer && delayMs > 0)) return;
    const { clock } = this.#options;
    clock.clearTimeout(this.#timer);
    this.#timer = clock.setTimeout(() => {
      this.#timer = undefined;
      void this.#sync.run();
    }, delayMs);
  }

  /** Runs at some moment within that time. */
  planWithin(ms: number): void {
    this.plan(this.#options.clock.random() * ms);
  }

  /** Runs now. Never rejects. */
  run(): Promise<void> {
    return this.#sync.run();
  }

  /** The network may have changed: the current run is started again. */
  assumeStale(): void {
    this.#sync.assumeStale();
  }

  /** Takes rows that came another way as caught up with. */
  noteRows(answer: PeopleAnswer): void {
    this.#sync.noteRows(answer);
  }

  #onResult(error: unknown): void {
    const { store, isConnected, onResult, onCaughtUp } = this.#options;
    const { peopleLoad } = store.getState();
    onResult(error);
    if (error === null) {
      if (peopleLoad.isLoading || peopleLoad.error) store.set({ peopleLoad: LOADED });
      onCaughtUp();
      return;
    }
    if (peopleLoad.isLoading) {
      store.set({ peopleLoad: { isLoading: false, error: toApiError(error).message } });
    }
    if (isConnected()) this.plan(RETRY_MS);
  }
}
