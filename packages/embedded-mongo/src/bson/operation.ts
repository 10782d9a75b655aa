import { failure } from './mongo-error';

/** How long a scan may hold the thread. Longer slices are felt by every other client. */
const SLICE_MS = 8;
/** Steps between two looks at the clock. */
const STEPS = 16;

/** Lets long operations run slice by slice, one per turn of the event loop, in order of asking. */
export class Turns {
  #waiting: Array<() => void> = [];
  #scheduled = false;

  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#waiting.shift()?.();
      if (this.#waiting.length > 0) this.#schedule();
    });
  }
}

/** One running command: its time limit, its slices, its client. */
export class Operation {
  readonly #turns: Turns;
  readonly #isGone: () => boolean;
  readonly #deadline: number;

  constructor(turns: Turns, isGone: () => boolean, maxTimeMS: number) {
    this.#turns = turns;
    this.#isGone = isGone;
    this.#deadline = maxTimeMS > 0 ? performance.now() + maxTimeMS : Number.POSITIVE_INFINITY;
  }

  /**
   * Ends the command when its time is over or nobody waits for it.
   * @throws MongoError 50, 279
   */
  check(): void {
    if (performance.now() > this.#deadline) throw failure(50, 'operation exceeded time limit');
    if (this.#isGone()) throw failure(279, 'the client has disconnected');
  }

  /** Returns a function to call at each step of a loop; it returns true once the slice is over. */
  slice(): () => boolean {
    const end = Math.min(performance.now() + SLICE_MS, this.#deadline);
    let steps = 0;
    return () => ++steps % STEPS === 0 && performance.now() >= end;
  }

  /** Lets others go first. */
  async yield(): Promise<void> {
    this.check();
    await this.#turns.next();
    this.check();
  }
}
