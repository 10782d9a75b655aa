/** Points that are spent, and come back with time. Nothing runs between two calls. */
export class TokenBucket {
  readonly #capacity: number;
  readonly #perSecond: number;
  readonly #now: () => number;
  #points: number;
  #at: number;

  constructor(
    { capacity, perSecond }: { capacity: number; perSecond: number },
    now: () => number = Date.now,
  ) {
    this.#capacity = capacity;
    this.#perSecond = perSecond;
    this.#now = now;
    this.#points = capacity;
    this.#at = now();
  }

  /** Spends points; false, and nothing spent, when there are not enough. */
  take(points: number): boolean {
    this.#refill();
    if (points > this.#points) return false;
    this.#points -= points;
    return true;
  }

  /** A full bucket can be dropped and made again without any difference. */
  get isFull(): boolean {
    this.#refill();
    return this.#points >= this.#capacity;
  }

  #refill(): void {
    const now = this.#now();
    // When the clock is set back, no points are added or removed.
    const elapsedSeconds = Math.max(0, now - this.#at) / 1000;
    this.#points = Math.min(this.#capacity, this.#points + elapsedSeconds * this.#perSecond);
    this.#at = now;
  }
}
