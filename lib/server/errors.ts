import { ERROR_MESSAGE, REASON_MESSAGE, type Reason } from '@/lib/shared/error-messages';
import { ERROR_STATUS, type ErrorCode, type Failure, type FieldProblem } from '@/lib/shared/errors';
import type { ImageRefusal } from '@/lib/shared/image-refusal';

interface AppErrorDetails {
  fields?: Record<string, string>;
  /** What a client translates, by field, and where the code alone does not say enough. */
  problems?: Record<string, FieldProblem>;
  reason?: Reason | ImageRefusal;
  retryAfterSeconds?: number;
  /** For the log only. */
  cause?: unknown;
}

/** A failure with a meaning for the caller: its code decides the HTTP status, its message is shown. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly fields: Record<string, string> | undefined;
  readonly problems: Record<string, FieldProblem> | undefined;
  readonly reason: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ErrorCode,
    message: string = ERROR_MESSAGE[code],
    details: AppErrorDetails = {},
  ) {
    super(message, { cause: details.cause });
    this.code = code;
    this.fields = details.fields;
    this.problems = details.problems;
    this.reason = details.reason;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

/** A failure for one of the reasons, in whose words it is answered. */
export function failFor(code: ErrorCode, reason: Reason, cause?: unknown): AppError {
  return new AppError(code, REASON_MESSAGE[reason], { reason, cause });
}

/** By name and shape, since `instanceof` does not hold across the two module graphs of a process. */
export function isAppError(error: unknown, code?: ErrorCode): error is AppError {
  return (
    error instanceof Error &&
    error.name === 'AppError' &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code in ERROR_STATUS &&
    (code === undefined || error.code === code)
  );
}

/** Driver errors that mean "the database cannot be reached right now", not "the request is wrong". */
const UNREACHABLE = new Set([
  'DatabaseUnavailableError',
  'MongoServerSelectionError',
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoPoolClearedError',
  'MongoWaitQueueTimeoutError',
  'MongoOperationTimeoutError',
  'PoolClearedError',
  'PoolClearedOnNetworkError',
  'MongooseServerSelectionError',
  'MongoWriteConcernError',
]);

/** The same as the network itself reports it: the driver passes on a write to a socket just cut. */
const UNREACHABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
  'ETIMEDOUT',
]);

/** MongoDB's OutOfDiskSpace; the built-in database answers the same. */
const OUT_OF_DISK_SPACE = 14031;

/** This machine has no room, or no free file, right now; an operator can help, and then it works. */
const EXHAUSTED_CODES = new Set(['EDQUOT', 'EIO', 'EMFILE', 'ENFILE', 'ENOSPC', 'EROFS']);

/**
 * Any thrown value as an AppError: ours as it is, an unreachable database and a full disk as 503, the
 * rest as 500.
 */
export function toAppError(error: unknown): AppError {
  if (isAppError(error)) return error;
  if (error instanceof Error) {
    const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
    const isFull = 'code' in error && error.code === OUT_OF_DISK_SPACE;
    if (
      isFull ||
      UNREACHABLE.has(error.name) ||
      UNREACHABLE_CODES.has(code) ||
      EXHAUSTED_CODES.has(code)
    ) {
      return new AppError('unavailable', undefined, { cause: error });
    }
    // mongoose gives up on a buffered command with a plain MongooseError.
    if (error.name === 'MongooseError' && error.message.includes('buffering timed out')) {
      return new AppError('unavailable', undefined, { cause: error });
    }
  }
  return new AppError('internal', undefined, { cause: error });
}

/** The answer a failure gives; `requestId` is told only where it helps, with failures of ours. */
export function toFailure(error: AppError, requestId?: string): Failure {
  return {
    success: false,
    code: error.code,
    message: error.message,
    ...(error.fields && { fields: error.fields }),
    ...(error.problems && { problems: error.problems }),
    ...(error.reason && { reason: error.reason }),
    ...(error.retryAfterSeconds !== undefined && { retryAfterSeconds: error.retryAfterSeconds }),
    ...(error.code === 'internal' && requestId && { requestId }),
  };
}

/** Whether a write hit a unique index; `key` names a field of that index. */
export function isDuplicateKey(error: unknown, key?: string): boolean {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 11000) return false;
  if (key === undefined) return true;
  const pattern = 'keyPattern' in error ? error.keyPattern : undefined;
  return typeof pattern === 'object' && pattern !== null && key in pattern;
}

/** Whether a file or folder is not there. */
export function isMissingFile(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
