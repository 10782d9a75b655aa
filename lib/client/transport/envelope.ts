import { ApiError } from '@/lib/client/transport/api-error';
import { ERROR_STATUS, type ErrorCode, type Failure } from '@/lib/shared/errors';

/**
 * The content of an answer, or an ApiError. Anything that is no envelope (a proxy's error page, an
 * empty body) counts as the service being unavailable, since trying again may help.
 */
export function openEnvelope<T>(answer: unknown, httpStatus?: number): T {
  if (!isObject(answer) || typeof answer.success !== 'boolean') {
    throw new ApiError(codeOfStatus(httpStatus));
  }
  // The server builds every answer from the schemas these types come from.
  if (answer.success) return answer as T;
  const { problems } = answer as Partial<Failure>;
  throw new ApiError(isErrorCode(answer.code) ? answer.code : codeOfStatus(httpStatus), {
    problems: isObject(problems) ? problems : undefined,
    message: typeof answer.message === 'string' ? answer.message : undefined,
    reason: typeof answer.reason === 'string' ? answer.reason : undefined,
    retryAfterSeconds:
      typeof answer.retryAfterSeconds === 'number' ? answer.retryAfterSeconds : undefined,
  });
}

/** Whatever was thrown, as an ApiError; a failed connection is `unavailable`. */
export function toApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError('unavailable');
}

function codeOfStatus(status: number | undefined): ErrorCode {
  // A refusal without an envelope comes from a proxy: only too large and too many are taken from
  // one.
  if (status === ERROR_STATUS.too_large) return 'too_large';
  if (status === ERROR_STATUS.rate_limited) return 'rate_limited';
  return 'unavailable';
}

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERROR_STATUS, code);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
