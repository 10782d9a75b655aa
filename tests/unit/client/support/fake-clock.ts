import type { Clock, Timer } from '@/lib/client/platform/clock';

interface Planned {
  at: number;
  callback: () => void;
}

/** A clock that moves when told to. Chance is always one half. */
export class FakeClock implements Clock {
  #now = Date.UTC(2026, 0, 1);
  #elapsed = 0;
  #nextId = 1;
  readonly #planned = new Map<number, Planned>();

  now(): number {
    return this.#now;
  }

  random(): number {
    return 0.5;
  }

  setTimeout(callback: () => void, ms: number): Timer {
    const id = this.#nextId++;
    this.#planned.set(id, { at: this.#elapsed + ms, callback });
    // Clients hold a timer only to clear it.
    return id as unknown as Timer;
  }

  clearTimeout(timer: Timer | undefined): void {
    this.#planned.delete(timer as unknown as number);
  }

  /** How long until the next timer; null without any. */
  get nextInMs(): number | null {
    const times = [...this.#planned.values()].map((each) => each.at);
    return times.length > 0 ? Math.min(...times) - this.#elapsed : null;
  }

  /** Lets time pass, running what falls due on the way. */
  async advance(ms: number): Promise<void> {
    const end = this.#elapsed + ms;
    for (;;) {
      const due = [...this.#planned].filter(([, each]) => each.at <= end);
      due.sort(([, a], [, b]) => a.at - b.at);
      const [next] = due;
      if (!next) break;
      const [id, { at, callback }] = next;
      this.#planned.delete(id);
      this.#now += at - this.#elapsed;
      this.#elapsed = at;
      callback();
      await settle();
    }
    this.#now += end - this.#elapsed;
    this.#elapsed = end;
    await settle();
  }

  /** The machine slept: the clock on the wall moves, no timer ran. */
  jump(ms: number): void {
    this.#now += ms;
  }
}

/** Lets everything that is ready to run do so. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 20; round++) await new Promise((done) => setImmediate(done));
}
