import { type Clock, systemClock } from '@/lib/client/platform/clock';

/** The clock of a device whose owner, battery or time server sets it wrong. Timers run as ever. */
export class SkewedClock implements Clock {
  #skewMs = 0;

  /** The clock on the wall jumps. */
  skew(byMs: number): void {
    this.#skewMs += byMs;
  }

  readonly now = (): number => Date.now() + this.#skewMs;
  readonly setTimeout = systemClock.setTimeout;
  readonly clearTimeout = systemClock.clearTimeout;
  readonly random = systemClock.random;
}
