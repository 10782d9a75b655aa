import type { Clock, Timer } from '@/lib/client/platform/clock';
import { type ClientStore, LOADED } from '@/lib/client/store/store';
import { Sync, type SyncOptions } from '@/lib/client/sync/sync';
import { toApiError } from '@/lib/client/transport/envelope';
import type { Transport } from '@/lib/client/transport/transport';
import type { PeopleAnswer } from '@/lib/shared/dto';

const ACK_TIMEOUT_MS = 5_000;
const RETRY_MS = 3_000;

interface CatchUpOptions extends Pick<SyncOptions, 'api' | 'dispatch' | 'openUserIds'> {
  store: ClientStore;
  clock: Clock;
  transport: Transport;
  onResult(error: unknown): void;
  onCaughtUp(): void;
}

/** Decides when to run the resync, and tells how it went. */
export class CatchUp {
  readonly #options: CatchUpOptions;
  readonly #sync: Sync;
  /** When the page was made that the client began with. */
  #moment: string | null = null;
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

  /** What the client holds is what the server had at that moment. */
  noteMoment(moment: string): void {
    this.#moment = moment;
  }

  /**
   * A connection is there. After a page just made, the server tells what was told meanwhile; where it
   * does not know all of that, and at any later connection, everything is asked for.
   */
  async onConnected(): Promise<void> {
    const { transport, onCaughtUp } = this.#options;
    const moment = this.#moment;
    this.#moment = null;
    const isComplete =
      moment !== null &&
      (await transport.request('events:since', { moment }, ACK_TIMEOUT_MS).then(
        (answer) => answer.isComplete,
        () => false,
      ));
    if (isComplete) onCaughtUp();
    else this.plan(0);
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
    const { store, transport, onResult, onCaughtUp } = this.#options;
    const { peopleLoad } = store.getState();
    onResult(error);
    if (error === null) {
      if (peopleLoad.isLoading || peopleLoad.error) store.set({ peopleLoad: LOADED });
      onCaughtUp();
      return;
    }
    if (peopleLoad.isLoading) {
      store.set({ peopleLoad: { isLoading: false, error: toApiError(error).code } });
    }
    // Without a connection something else asks again.
    if (transport.isConnected) this.plan(RETRY_MS);
  }
}
