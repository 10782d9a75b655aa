import { ERROR_MESSAGE, type ErrorCode } from '@/lib/shared/errors';

interface ApiErrorDetails {
  message?: string | undefined;
  fields?: Record<string, string> | undefined;
  retryAfterSeconds?: number | undefined;
}

/** A refusal by the server, or `unavailable` when it could not be reached at all. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;
  /** Per input field, why it was refused. */
  readonly fields: Record<string, string>;
  /** With `rate_limited`: whole seconds to wait. */
  readonly retryAfterSeconds: number | null;

  constructor(code: ErrorCode, details: ApiErrorDetails = {}) {
    super(details.message ?? ERROR_MESSAGE[code]);
    this.code = code;
    this.fields = details.fields ?? {};
    this.retryAfterSeconds = details.retryAfterSeconds ?? null;
  }
}
