import type { PushOutcome } from '@/lib/server/push/post-push';

/** A service that is down is asked again so long after each try; then the push is given up. */
const RETRY_WAITS_MS = [1_000, 5_000, 30_000, 120_000, 600_000];
/** A little more at random, so that a service that comes back is not asked by everybody at once. */
const JITTER = 0.25;

/** One try to send; null when there is nothing to send any more. It asks for itself what there is to say. */
export type TryPush = () => Promise<PushOutcome | null>;

interface Job {
  tryPush: TryPush;
  tries: number;
}

export interface PushQueueOptions {
  /** Tries at one time. */
  maxRunning: number;
  /** Kept at one time, waiting for another try included; beyond it new ones are dropped. */
  maxCount: number;
  onEnd(key: string, outcome: PushOutcome | null | 'given-up'): void;
  /** What a try that failed in itself failed with. */
  onError(error: unknown): void;
}

/**
 * Pushes on their way. Of one key (a device and a conversation) one goes at a time, and of those that wait the latest
 * alone: what it says stands for all before it. Nobody waits for any of it.
 */
export class PushQueue {
  readonly #options: PushQueueOptions;
  /** Ready to be tried, the longest waiting first. */
  readonly #ready = new Map<string, Job>();
  readonly #running = new Map<string, Job>();
  /** To be tried again. */
  readonly #resting = new Map<string, { job: Job; timer: NodeJS.Timeout }>();
  #onIdle: (() => void)[] = [];
  #isStopped = false;

  constructor(options: PushQueueOptions) {
    this.#options = options;
  }

  /** How many are kept, in whichever state. */
  get size(): number {
    return this.#ready.size + this.#running.size + this.#resting.size;
  }

  /** False where it was dropped, because too many are kept. */
  add(key: string, tryPush: TryPush): boolean {
    if (this.#isStopped) return false;
    const isKept = this.#ready.has(key) || this.#resting.has(key);
    if (!isKept && this.size >= this.#options.maxCount) return false;
    // What waited for another try waits on: the service has asked for it.
    const resting = this.#resting.get(key);
    if (resting) resting.job.tryPush = tryPush;
    else this.#ready.set(key, { tryPush, tries: 0 });
    this.#run();
    return true;
  }

  /** Takes nothing more, forgets what waits, and resolves once what is under way has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#ready.clear();
    for (const { timer } of this.#resting.values()) clearTimeout(timer);
    this.#resting.clear();
    if (this.#running.size > 0) await new Promise<void>((resolve) => this.#onIdle.push(resolve));
  }

  #run(): void {
    for (const [key, job] of this.#ready) {
      if (this.#running.size >= this.#options.maxRunning) return;
      if (this.#running.has(key)) continue;
      this.#ready.delete(key);
      this.#running.set(key, job);
      void this.#try(key, job);
    }
  }

  async #try(key: string, job: Job): Promise<void> {
    let outcome: PushOutcome | null;
    try {
      outcome = await job.tryPush();
    } catch (error) {
      this.#options.onError(error);
      outcome = { is: 'later', afterMs: null, reason: 'error' };
    }
    this.#running.delete(key);
    if (outcome?.is === 'later' && !this.#isStopped) this.#rest(key, job, outcome.afterMs);
    else this.#options.onEnd(key, outcome);
    this.#run();
    if (this.#running.size === 0) for (const resolve of this.#onIdle.splice(0)) resolve();
  }

  #rest(key: string, job: Job, afterMs: number | null): void {
    const newer = this.#ready.get(key);
    const waitMs = RETRY_WAITS_MS[job.tries];
    if (waitMs === undefined) {
      this.#options.onEnd(key, 'given-up');
      return;
    }
    this.#ready.delete(key);
    const next = { tryPush: newer?.tryPush ?? job.tryPush, tries: job.tries + 1 };
    const ms = Math.max(waitMs * (1 + Math.random() * JITTER), afterMs ?? 0);
    const timer = setTimeout(() => {
      this.#resting.delete(key);
      this.#ready.set(key, next);
      this.#run();
    }, ms);
    timer.unref();
    this.#resting.set(key, { job: next, timer });
  }
}
