import { failFor } from '@/lib/server/errors';
import type { DecodeAnswer, DecodeTask } from '@/lib/server/images/decoder/task';
import { DecoderProcess } from '@/lib/server/images/decoder-process';

/** More waiting than this would take minutes, and each may hold its bytes. */
const WAITING_MAX_COUNT = 60;
/** A process takes 60 MB: it is ended when nobody has sent a picture for a while. */
const IDLE_MS = 30_000;

type Decoder = Pick<DecoderProcess, 'run' | 'end' | 'hasEnded'>;

interface Job {
  task: DecodeTask;
  isHeic: boolean;
  resolve: (answer: DecodeAnswer) => void;
  reject: (error: unknown) => void;
}

/** Pictures wait here for the one process that decodes them, and people take turns. */
export class DecoderQueue {
  readonly #start: () => Decoder;
  /** By who sends; the person at the front has waited longest for a turn. */
  readonly #waiting = new Map<string, Job[]>();
  #count = 0;
  #process: Decoder | null = null;
  #isRunning = false;
  #idle: NodeJS.Timeout | undefined;

  constructor(startProcess: () => Decoder = () => new DecoderProcess()) {
    this.#start = startProcess;
  }

  /** How many pictures wait. */
  get size(): number {
    return this.#count;
  }

  /** Throws AppError `unavailable` when too many wait, and as DecoderProcess. */
  run(owner: string, task: DecodeTask, options: { isHeic: boolean }): Promise<DecodeAnswer> {
    if (this.#count >= WAITING_MAX_COUNT) {
      throw failFor('unavailable', 'busy_images');
    }
    return new Promise((resolve, reject) => {
      const own = this.#waiting.get(owner) ?? [];
      own.push({ task, ...options, resolve, reject });
      this.#waiting.set(owner, own);
      this.#count++;
      void this.#work();
    });
  }

  close(): void {
    clearTimeout(this.#idle);
    this.#process?.end();
    this.#process = null;
  }

  /** The next of whoever's turn it is; that person's others wait behind everybody else's. */
  #take(): Job | undefined {
    const [turn] = this.#waiting;
    if (!turn) return undefined;
    const [owner, jobs] = turn;
    const job = jobs.shift();
    this.#waiting.delete(owner);
    if (jobs.length > 0) this.#waiting.set(owner, jobs);
    this.#count--;
    return job;
  }

  async #work(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    clearTimeout(this.#idle);
    for (let job = this.#take(); job; job = this.#take()) {
      const { task, isHeic, resolve, reject } = job;
      try {
        if (!this.#process || this.#process.hasEnded) this.#process = this.#start();
        resolve(await this.#process.run(task, { isHeic }));
      } catch (error) {
        reject(error);
      }
      // WebAssembly never gives memory back, and the next picture needs it.
      if (isHeic) this.#process?.end();
    }
    this.#isRunning = false;
    this.#idle = setTimeout(() => this.close(), IDLE_MS);
    this.#idle.unref();
  }
}
