import type { ErrorCode, FieldProblem } from '@/lib/shared/errors';

interface ApiErrorDetails {
  message?: string | undefined;
  problems?: Record<string, FieldProblem> | undefined;
  reason?: string | undefined;
  retryAfterSeconds?: number | undefined;
}

/** A refusal by the server, or `unavailable` when it could not be reached at all. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;
  /** Per input field, why it was refused. */
  readonly problems: Record<string, FieldProblem>;
  /** What is translated, where the code alone does not say enough. */
  readonly reason: string | undefined;
  /** With `rate_limited`: whole seconds to wait. */
  readonly retryAfterSeconds: number | null;

  constructor(code: ErrorCode, details: ApiErrorDetails = {}) {
    super(details.message ?? code);
    this.code = code;
    this.problems = details.problems ?? {};
    this.reason = details.reason;
    this.retryAfterSeconds = details.retryAfterSeconds ?? null;
  }
}
