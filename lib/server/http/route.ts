import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { z } from 'zod';
import { authenticateToken, readCredentials } from '@/lib/server/auth/authenticate';
import { requireOwnOrigin } from '@/lib/server/auth/origin';
import { callerAddress, readRequestOrigin } from '@/lib/server/auth/request-origin';
import { connectDatabase } from '@/lib/server/db';
import { AppError, failFor, toAppError, toFailure } from '@/lib/server/errors';
import type { ApiAnswer, ApiRequest } from '@/lib/server/http/api-request';
import type { ReceivedFile } from '@/lib/server/http/body/incoming-file';
import { endpointBodyLimit } from '@/lib/server/http/body/limits';
import { type ParsedBody, parseBody } from '@/lib/server/http/body/parse-body';
import { addLogContext, log, withLogContext } from '@/lib/server/log';
import { logRefusal } from '@/lib/server/log-refusal';
import { metrics } from '@/lib/server/metrics';
import { parseInput } from '@/lib/server/parse-input';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor, RequestOrigin } from '@/lib/server/services/actor';
import type { Endpoint } from '@/lib/shared/api';
import { isForPeopleAlone } from '@/lib/shared/endpoints/bot-api';
import { ERROR_STATUS } from '@/lib/shared/errors';

type Output<S> = S extends z.ZodType ? z.output<S> : undefined;

export interface RouteInput<E extends Endpoint> {
  actor: E['auth'] extends 'required' ? Actor : null;
  origin: RequestOrigin;
  params: Output<E['params']>;
  query: Output<E['query']>;
  body: Output<E['body']>;
  /** The endpoint's file, sent as a data URL or as a part of a form; removed after the answer. */
  file: ReceivedFile | null;
  request: ApiRequest;
  /** Change these to answer otherwise than the endpoint's row says. */
  reply: { status: number; headers: Headers };
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Headers of every answer of the API. */
const answerHeaders = (requestId: string): Record<string, string> => ({
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-request-id': requestId,
});

function toResponse({ status, headers, moreHeaders, body }: ApiAnswer): Response {
  const all = new Headers(headers);
  for (const [name, value] of moreHeaders ?? []) all.append(name, value);
  return Response.json(body, { status, headers: all });
}

function toFailedAnswer(error: unknown, requestId: string): ApiAnswer {
  const failure = toAppError(error);
  if (failure.code === 'internal' || failure.code === 'unavailable') {
    log().error({ err: failure.cause ?? failure }, `request.${failure.code}`);
  }
  logRefusal(failure, 'request.refused');
  const headers = answerHeaders(requestId);
  if (failure.retryAfterSeconds !== undefined) {
    headers['retry-after'] = String(failure.retryAfterSeconds);
  }
  const body = toFailure(failure, requestId);
  return { status: ERROR_STATUS[failure.code], headers, moreHeaders: null, body };
}

/** The `:name` parts of an endpoint's path, as the address has them. */
function readParams(path: string, pathname: string): Record<string, string> {
  const params: Record<string, string> = {};
  const segments = pathname.split('/');
  for (const [index, part] of path.split('/').entries()) {
    if (!part.startsWith(':')) continue;
    try {
      params[part.slice(1)] = decodeURIComponent(segments[index] ?? '');
    } catch (error) {
      throw new AppError('bad_request', 'The address is not valid.', { cause: error });
    }
  }
  return params;
}

/** Who is calling, with a browser's cookie only from our own pages. Throws `forbidden`. */
export async function requireActor(request: ApiRequest): Promise<Actor> {
  const credentials = readCredentials(request.headers);
  const actor = credentials && (await authenticateToken(credentials.token));
  if (!actor) throw new AppError('unauthorized');
  addLogContext({ userId: actor.userId });
  if (credentials.via === 'cookie' && !SAFE_METHODS.has(request.method)) {
    requireOwnOrigin(request.headers);
  }
  return actor;
}

/** Who calls an endpoint that needs somebody. Throws `forbidden` for a bot where it is for people alone. */
async function requireCaller(endpoint: Endpoint, request: ApiRequest): Promise<Actor> {
  const actor = await requireActor(request);
  if (actor.isBot && isForPeopleAlone(endpoint)) throw failFor('forbidden', 'bot_refused');
  return actor;
}

/**
 * Answers a request with what `respond` returns, and any failure with what `fail` makes of it: the one
 * place where errors get a request id and reach the log. Never rejects.
 */
function answerWith<T extends { status: number }>(
  { endpoint, request }: { endpoint: string; request: ApiRequest },
  respond: (requestId: string) => Promise<T>,
  fail: (error: unknown, requestId: string) => T,
): Promise<T> {
  const requestId = randomUUID();
  const address = callerAddress(request.headers);
  return withLogContext({ requestId, endpoint, address }, async () => {
    const stopTimer = metrics().requestSeconds.startTimer({ endpoint });
    let answered: T;
    try {
      await connectDatabase();
      answered = await respond(requestId);
    } catch (error) {
      answered = fail(error, requestId);
    }
    stopTimer({ status: String(answered.status) });
    return answered;
  });
}

/** Answers a request with a `Response`, and any failure in the API's form. */
export function answer(
  endpoint: string,
  request: ApiRequest,
  respond: (context: { headers: Headers }) => Promise<Response>,
): Promise<Response> {
  return answerWith(
    { endpoint, request },
    (requestId) => respond({ headers: new Headers(answerHeaders(requestId)) }),
    (error, requestId) => toResponse(toFailedAnswer(error, requestId)),
  );
}

/** Answers an address, or a method of one, that the API does not have. */
export function notFound(request: Request): Promise<Response> {
  return answer('unknown', request, () =>
    Promise.reject(new AppError('not_found', 'There is no such address in this API.')),
  );
}

/** The body of an endpoint that takes one, parsed but not yet checked. */
async function readBody(
  endpoint: Endpoint,
  { request, actor }: { request: ApiRequest; actor: Actor | null },
): Promise<ParsedBody> {
  if (!endpoint.body) return { fields: {}, file: null };
  const { file: field, anyFiles } = endpoint;
  return parseBody(request, {
    ...endpointBodyLimit(endpoint),
    upload: field && actor ? { field, anyFiles, userId: actor.userId } : undefined,
  });
}

interface Handler {
  (request: Request): Promise<Response>;
  /** The same without a `Request` and a `Response`, for `lib/server/http/api.ts`. */
  respond?: (request: ApiRequest) => Promise<ApiAnswer>;
}
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const NO_METHODS = {
  GET: notFound,
  POST: notFound,
  PUT: notFound,
  PATCH: notFound,
  DELETE: notFound,
};

/**
 * Makes the route handlers of an endpoint's row: who may call, what is parsed and how much of it, what
 * the envelope looks like. `handle` gets parsed input and returns the answer's fields; it throws
 * AppError for a failure. The methods the endpoint does not have answer `not_found`.
 */
export function route<const E extends Endpoint>(
  endpoint: E,
  handle: (input: RouteInput<E>) => Promise<z.input<E['response']>>,
): Record<Method, Handler> {
  const name = `${endpoint.method} ${endpoint.path}`;
  const respond = (request: ApiRequest): Promise<ApiAnswer> =>
    answerWith({ endpoint: name, request }, perform(request), toFailedAnswer);
  const perform =
    (request: ApiRequest) =>
    async (requestId: string): Promise<ApiAnswer> => {
      const actor = endpoint.auth === 'required' ? await requireCaller(endpoint, request) : null;
      if (actor && endpoint.method === 'GET') await requireWithinRate('read', actor.userId);
      const { pathname, searchParams } = new URL(request.url);
      const params = endpoint.params
        ? parseInput(endpoint.params, readParams(endpoint.path, pathname))
        : undefined;
      const query = endpoint.query
        ? parseInput(endpoint.query, Object.fromEntries(searchParams))
        : undefined;
      const { fields, file } = await readBody(endpoint, { request, actor });
      try {
        const body = endpoint.body ? parseInput(endpoint.body, fields) : undefined;
        let moreHeaders: Headers | null = null;
        const reply = {
          status: endpoint.status as number,
          // Few answers have any.
          get headers() {
            moreHeaders ??= new Headers();
            return moreHeaders;
          },
        };
        const result = await handle({
          actor,
          // Few ask for it, and a browser is not recognised for nothing.
          get origin() {
            return readRequestOrigin(request.headers);
          },
          params,
          query,
          body,
          file,
          request,
          reply,
        } as RouteInput<E>);
        return {
          status: reply.status,
          headers: answerHeaders(requestId),
          moreHeaders,
          body: { success: true, ...(result as object) },
        };
      } finally {
        if (file) await rm(file.path, { force: true });
      }
    };
  const handler: Handler = async (request) => toResponse(await respond(request));
  handler.respond = respond;
  return { ...NO_METHODS, [endpoint.method]: handler };
}

/** A file that is made while it is sent. */
export interface Download {
  fileName: string;
  /** Throws where `open` would be refused right now; begins nothing. */
  check(): Promise<void>;
  /** Begins the work; the stream is cancelled when the caller leaves. */
  open(): Promise<ReadableStream<Uint8Array>>;
}

/**
 * Makes the route handlers of an endpoint whose answer is a file. A browser reads it by its cookie, with a
 * plain link, but only from our own pages or an address that was typed: another site must not start the
 * work. HEAD is answered as GET would be, and begins nothing.
 */
export function downloadRoute(
  endpoint: Endpoint & { method: 'GET'; auth: 'required'; download: string },
  handle: (input: { actor: Actor; request: Request }) => Promise<Download>,
): Record<Method | 'HEAD', Handler> {
  const handler: Handler = (request) =>
    answer(`${endpoint.method} ${endpoint.path}`, request, async ({ headers }) => {
      const actor = await requireCaller(endpoint, request);
      if (readCredentials(request.headers)?.via === 'cookie') requireOwnOrigin(request.headers);
      await requireWithinRate('read', actor.userId);
      const { fileName, check, open } = await handle({ actor, request });
      const isHead = request.method === 'HEAD';
      if (isHead) await check();
      headers.set('content-type', endpoint.download);
      headers.set('content-disposition', `attachment; filename="${fileName}"`);
      headers.set('cross-origin-resource-policy', 'same-origin');
      // A proxy that collects it first would hide from the server how fast it is read.
      headers.set('x-accel-buffering', 'no');
      return new Response(isHead ? null : await open(), { headers });
    });
  return { ...NO_METHODS, GET: handler, HEAD: handler };
}
