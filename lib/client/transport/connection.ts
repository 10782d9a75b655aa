import type { Clock, Timer } from '@/lib/client/platform/clock';
import type { Environment } from '@/lib/client/platform/environment';
import type { ConnectionState, ConnectionView } from '@/lib/client/store/connection-view';
import type { Transport } from '@/lib/client/transport/transport';
import type { ServerToClientEvents } from '@/lib/shared/events';

const POLL_MS = 5_000;
/** Shorter interruptions are not shown. */
const BANNER_AFTER_MS = 2_000;
/** Shorter after a sleep: somebody has just opened the machine and looks at it. */
const BANNER_AFTER_WAKE_MS = 1_500;
/** After this many failures HTTP is asked as well. */
const FAILURES_BEFORE_POLLING = 2;
/**
 * Some proxies leave a socket unanswered without an error. Less than the time until the banner,
 * which is then not needed.
 */
const SLOW_AFTER_MS = 1_500;
const TICK_MS = 1_000;
/** Browsers slow the timers of hidden tabs down to one a minute: that is no sleep. */
const WAKE_GAP_VISIBLE_MS = 5_000;
const WAKE_GAP_HIDDEN_MS = 90_000;

export interface ConnectionOptions {
  transport: Transport;
  environment: Environment;
  clock: Clock;
  events: ServerToClientEvents;
  onView(view: ConnectionView): void;
  onConnected(): void;
  onDisconnected(): void;
  /** The machine slept, or the network is another one: connections may be dead without knowing it. */
  onRenew(): void;
  /** After that too, or the window came back. */
  onReturn(): void;
  /** Time to ask by HTTP, since nothing is told by socket. */
  onPoll(): void;
  onRefused(): void;
}

/** Follows the live connection, and polls over HTTP when there is none. */
export class Connection {
  readonly #options: ConnectionOptions;
  #isConnected = false;
  #failures = 0;
  #hasNoSockets = false;
  #isSlow = false;
  #isHttpReachable: boolean | null = null;
  #view: ConnectionView = { state: 'connecting', showBanner: false };
  #wasOnline = true;
  #wasFocused = false;
  #lastTickAt = 0;
  #tickTimer: Timer | undefined;
  #pollTimer: Timer | undefined;
  #bannerTimer: Timer | undefined;
  #slowTimer: Timer | undefined;
  #stopListening: (() => void) | null = null;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  start(): void {
    const { transport, environment, clock, events } = this.#options;
    const { onConnected, onDisconnected, onRefused } = this.#options;
    this.#failures = 0;
    this.#hasNoSockets = false;
    this.#isSlow = false;
    this.#isHttpReachable = null;
    this.#wasOnline = environment.isOnline();
    this.#wasFocused = environment.isFocused();
    this.#stopListening = environment.onChange(() => this.#onEnvironment());
    this.#lastTickAt = clock.now();
    this.#tick();
    this.#update();
    transport.start({
      events,
      onConnected: () => {
        this.#isConnected = true;
        this.#failures = 0;
        this.#hasNoSockets = false;
        this.#isSlow = false;
        this.#isHttpReachable = null;
        this.#update();
        onConnected();
      },
      onDisconnected: () => {
        this.#isConnected = false;
        this.#update();
        onDisconnected();
      },
      onFailed: ({ hasNoSockets }) => {
        this.#failures++;
        this.#hasNoSockets ||= hasNoSockets;
        // That answer came from a server, so HTTP works.
        if (hasNoSockets && this.#isHttpReachable === null) this.#isHttpReachable = true;
        this.#update();
      },
      onRefused,
    });
  }

  stop(): void {
    const { clock, transport } = this.#options;
    transport.stop();
    this.#stopListening?.();
    this.#isConnected = false;
    clock.clearTimeout(this.#tickTimer);
    clock.clearTimeout(this.#pollTimer);
    clock.clearTimeout(this.#bannerTimer);
    clock.clearTimeout(this.#slowTimer);
    this.#pollTimer = undefined;
    this.#bannerTimer = undefined;
    this.#slowTimer = undefined;
    this.#show(false);
  }

  /** What asking by HTTP has shown. */
  noteHttp(isReachable: boolean): void {
    if (this.#isConnected) return;
    this.#isHttpReachable = isReachable;
    this.#update();
  }

  #derive(): ConnectionState {
    // A live socket counts more than `navigator.onLine`: a machine without network may host its own
    // server.
    if (this.#isConnected) return 'online';
    if (!this.#options.environment.isOnline()) return 'offline';
    return this.#needsPolling() && this.#isHttpReachable === true ? 'polling' : 'connecting';
  }

  #needsPolling(): boolean {
    return this.#hasNoSockets || this.#isSlow || this.#failures >= FAILURES_BEFORE_POLLING;
  }

  #update(): void {
    const { clock } = this.#options;
    const state = this.#derive();
    const isTrouble = state === 'connecting' || state === 'offline';
    if (!isTrouble) {
      clock.clearTimeout(this.#bannerTimer);
      this.#bannerTimer = undefined;
    } else if (!this.#bannerTimer) {
      this.#planBanner(BANNER_AFTER_MS);
    }
    this.#show(isTrouble && this.#view.showBanner);
    this.#watchForSlowness();
    if (!this.#isConnected && this.#needsPolling()) this.#planPoll();
  }

  #planBanner(delayMs: number): void {
    const { clock } = this.#options;
    clock.clearTimeout(this.#bannerTimer);
    this.#bannerTimer = clock.setTimeout(() => this.#show(true), delayMs);
  }

  #watchForSlowness(): void {
    const { clock, environment, onPoll } = this.#options;
    if (this.#isConnected) {
      clock.clearTimeout(this.#slowTimer);
      this.#slowTimer = undefined;
    } else if (!this.#slowTimer) {
      this.#slowTimer = clock.setTimeout(() => {
        this.#isSlow = true;
        if (environment.isVisible()) onPoll();
        this.#update();
      }, SLOW_AFTER_MS);
    }
  }

  #show(showBanner: boolean): void {
    const state = this.#derive();
    if (state === this.#view.state && showBanner === this.#view.showBanner) return;
    this.#view = { state, showBanner };
    this.#options.onView(this.#view);
  }

  #planPoll(): void {
    if (this.#pollTimer) return;
    const { clock, environment, onPoll } = this.#options;
    const delay = POLL_MS * (0.9 + 0.2 * clock.random());
    this.#pollTimer = clock.setTimeout(() => {
      this.#pollTimer = undefined;
      if (this.#isConnected) return;
      if (environment.isVisible()) onPoll();
      this.#planPoll();
    }, delay);
  }

  #tick(): void {
    const { clock, environment } = this.#options;
    const gap = clock.now() - this.#lastTickAt;
    this.#lastTickAt = clock.now();
    const tolerance = environment.isVisible() ? WAKE_GAP_VISIBLE_MS : WAKE_GAP_HIDDEN_MS;
    if (gap > TICK_MS + tolerance) {
      this.#renew();
      if (!this.#isConnected && !this.#view.showBanner) this.#planBanner(BANNER_AFTER_WAKE_MS);
    }
    this.#tickTimer = clock.setTimeout(() => this.#tick(), TICK_MS);
  }

  #onEnvironment(): void {
    const { environment, onReturn } = this.#options;
    const isOnline = environment.isOnline();
    const isFocused = environment.isFocused();
    // In both cases the network has changed: the socket may be dead without having noticed.
    if (isOnline !== this.#wasOnline) this.#renew();
    else if (isFocused && !this.#wasFocused) onReturn();
    this.#wasOnline = isOnline;
    this.#wasFocused = isFocused;
    this.#update();
  }

  #renew(): void {
    const { transport, onRenew, onReturn } = this.#options;
    transport.restart();
    onRenew();
    onReturn();
  }
}
