export interface PreviewQueueOptions {
  /** At one time. */
  maxRunning: number;
  /** Beyond so many that wait, new ones are dropped. */
  maxWaiting: number;
}

/** Work that nobody waits for, a few at a time in the order it came. */
export class PreviewQueue {
  readonly #options: PreviewQueueOptions;
  readonly #waiting: (() => Promise<void>)[] = [];
  #onIdle: (() => void)[] = [];
  #running = 0;
  #isStopped = false;

  constructor(options: PreviewQueueOptions) {
    this.#options = options;
  }

  /** How much waits or is under way. */
  get size(): number {
    return this.#waiting.length + this.#running;
  }

  /** False where it was dropped. `work` must not reject. */
  add(work: () => Promise<void>): boolean {
    if (this.#isStopped || this.#waiting.length >= this.#options.maxWaiting) return false;
    this.#waiting.push(work);
    this.#run();
    return true;
  }

  /** Takes nothing more, forgets what waits, and resolves once what is under way has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#waiting.length = 0;
    if (this.#running > 0) await new Promise<void>((resolve) => this.#onIdle.push(resolve));
  }

  #run(): void {
    while (this.#running < this.#options.maxRunning) {
      const work = this.#waiting.shift();
      if (!work) return;
      this.#running++;
      void work().finally(() => {
        this.#running--;
        this.#run();
        if (this.#running === 0) for (const resolve of this.#onIdle.splice(0)) resolve();
      });
    }
  }
}
