import { type AppError, toAppError } from '@/lib/server/errors';
import { log } from '@/lib/server/log';
import { TokenBucket } from '@/lib/server/rate-limit/token-bucket';
import { singleton } from '@/lib/server/singleton';

/** Somebody who is refused all the time must not fill the disk. */
const LINES = { capacity: 600, perSecond: 10 };

const lines = () =>
  singleton('refusal-lines', () => ({ bucket: new TokenBucket(LINES), leftOut: 0 }));

/** Failures that are the server's own are logged as errors, with their cause. */
const isOurs = ({ code }: AppError): boolean => code === 'internal' || code === 'unavailable';

/**
 * Logs that somebody was refused something: without leave, over a limit, with input that is none. The
 * line says how many before it were left out. Does nothing for failures of the server's own.
 */
export function logRefusal(error: unknown, event: string): void {
  const failure = toAppError(error);
  if (isOurs(failure)) return;
  const state = lines();
  if (!state.bucket.take(1)) {
    state.leftOut++;
    return;
  }
  const { code, reason } = failure;
  const fields = failure.fields && { fields: Object.keys(failure.fields) };
  const leftOut = state.leftOut > 0 && { leftOut: state.leftOut };
  state.leftOut = 0;
  log().info({ code, ...(reason && { reason }), ...fields, ...leftOut }, event);
}
