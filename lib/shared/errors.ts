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

/** What a person reads when nothing more specific is known. */
export const ERROR_MESSAGE: Record<ErrorCode, string> = {
  bad_request: 'Something in the request is missing or not valid.',
  unauthorized: 'Please sign in.',
  forbidden: 'You are not allowed to do that.',
  not_found: 'That does not exist.',
  conflict: 'That has changed in the meantime.',
  too_large: 'That is too large.',
  unsupported_type: 'That kind of file is not supported.',
  rate_limited: 'Too many requests. Please wait a moment.',
  internal: 'Something went wrong on our side.',
  unavailable: 'The service cannot answer right now. Please try again.',
};

/** Why exactly, where the code alone does not say enough; of images see IMAGE_REFUSALS. */
export const REASON_MESSAGE = {
  wrong_credentials: 'The e-mail address or the password is not right.',
  no_person: 'That person does not exist.',
  session_over: 'That session has already ended.',
  busy_images: 'Too many images are coming in. Please try again.',
  image_not_stored: 'The image could not be stored. Please try again.',
  image_store_away: 'The image store cannot be reached. Please try again.',
  busy_sign_in: 'Too many people are signing in right now. Please try again.',
  /** By its author; no answer of the server. */
  cancelled: 'Sending was cancelled.',
  foreign: 'That request came from another site.',
  unknown_address:
    'This server does not know the address this page was opened at. Whoever runs it has to set PUBLIC_URL to that address.',
  other_address:
    'This server is set up for another address (PUBLIC_URL). Please open Parley there.',
};

export type Reason = keyof typeof REASON_MESSAGE;

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
