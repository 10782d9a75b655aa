/** The failure codes of the API and the HTTP status each one answers with. */
export const ERROR_STATUS = {
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported_type: 415,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** What is wrong with one input field, for programs that put it in their own words. */
export interface FieldProblem {
  reason:
    | 'required'
    | 'wrong'
    | 'taken'
    | 'not_an_address'
    | 'unprintable'
    | 'unreadable'
    | 'common'
    | 'personal'
    | 'too_short'
    | 'too_long'
    | 'not_valid';
  /** With `too_short` and `too_long`: in characters. */
  limit?: number;
}

export interface Failure {
  success: false;
  code: ErrorCode;
  message: string;
  /** Per input field, why it was refused. */
  fields?: Record<string, string>;
  /** The same for programs. */
  problems?: Record<string, FieldProblem>;
  /** For programs, where the code alone does not say enough: a Reason, or one of IMAGE_REFUSALS. */
  reason?: string;
  /** With `rate_limited`: whole seconds to wait. */
  retryAfterSeconds?: number;
  /** With `internal`: what to quote when reporting it. */
  requestId?: string;
}

type Success<T> = { success: true } & T;
/** The answer of every route and every acknowledged socket event. */
export type Envelope<T> = Success<T> | Failure;

/** Codes that trying again will not change: an outbox stops and shows the reason. */
const PERMANENT = new Set<ErrorCode>([
  'bad_request',
  'forbidden',
  'not_found',
  'conflict',
  'too_large',
  'unsupported_type',
]);

export function isPermanentFailure(code: ErrorCode): boolean {
  return PERMANENT.has(code);
}
