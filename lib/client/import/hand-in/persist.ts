import { backoffMs } from '@/lib/client/platform/clock';
import type { ApiError } from '@/lib/client/transport/api-error';
import { toApiError } from '@/lib/client/transport/envelope';

/** The first wait after a failure at most, and the longest. */
const WAIT_MS = 1_000;
const WAIT_MAX_MS = 30_000;
/** Two to three minutes without any answer: then its reader decides whether to go on. */
const ATTEMPTS_MAX_COUNT = 12;
/** Told to wait for longer than this, one should be told so. */
const LIMIT_WAIT_MAX_SECONDS = 120;

interface Persistence {
  signal: AbortSignal;
  /** Whether it waits until it can go on. */
  onWaiting: (isWaiting: boolean) => void;
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}

/** How long to wait before another try; null where none can help. */
function waitAfter({ code, retryAfterSeconds }: ApiError, failures: number): number | null {
  const backOff = backoffMs({
    baseMs: WAIT_MS,
    maxMs: WAIT_MAX_MS,
    attempt: failures - 1,
    random: Math.random,
  });
  if (code === 'rate_limited') {
    const seconds = retryAfterSeconds ?? 0;
    return seconds > LIMIT_WAIT_MAX_SECONDS ? null : Math.max(seconds * 1_000, backOff);
  }
  return code === 'unavailable' && failures < ATTEMPTS_MAX_COUNT ? backOff : null;
}

/**
 * Does what may be repeated, until it is done: waits where there are too many requests, or no answer.
 * Throws the ApiError of any other failure, and the reason of `signal` once that is aborted.
 */
export async function persist<T>(
  work: () => Promise<T>,
  { signal, onWaiting }: Persistence,
): Promise<T> {
  for (let failures = 0; ; ) {
    signal.throwIfAborted();
    try {
      const done = await work();
      if (failures > 0) onWaiting(false);
      return done;
    } catch (error) {
      signal.throwIfAborted();
      const failure = toApiError(error);
      failures++;
      const milliseconds = waitAfter(failure, failures);
      if (milliseconds === null) throw failure;
      onWaiting(true);
      await wait(milliseconds, signal);
    }
  }
}
