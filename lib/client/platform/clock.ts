export type Timer = ReturnType<typeof setTimeout>;

/** Time and chance, so that a program can run a client whose clock is wrong. */
export interface Clock {
  now(): number;
  setTimeout(callback: () => void, ms: number): Timer;
  clearTimeout(timer: Timer | undefined): void;
  /** At least 0, below 1. */
  random(): number;
}

/** Looked up at each call, so that tests may replace the timers. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (timer) => clearTimeout(timer),
  random: () => Math.random(),
};

interface BackoffOptions {
  baseMs: number;
  maxMs: number;
  attempt: number;
  random: () => number;
}

/**
 * Doubles with each attempt (counted from 0) up to a maximum; half of it is fixed, half is random.
 */
export function backoffMs({ baseMs, maxMs, attempt, random }: BackoffOptions): number {
  const ceiling = Math.min(maxMs, baseMs * 2 ** Math.min(attempt, 30));
  return ceiling / 2 + (ceiling / 2) * random();
}
