import { IncomingMessage, type ServerResponse } from 'node:http';
import { AppError, toAppError } from '@/lib/server/errors';
import { bodyLimit } from '@/lib/server/http/body/limits';
import { refuse } from '@/lib/server/http/refuse';
import { JSON_BODY_MAX_BYTES } from '@/lib/shared/limits';

type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
/** Gets the body where it was small enough to be held; without one, or with one to be read, null. */
export type BodyHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer | null,
) => Promise<void>;

/** A small body arrives long before this on any usable connection. */
const HOLD_TIMEOUT_MS = 60_000;

/** The whole body, or null when its caller has left. Throws `too_large`, `unavailable`. */
function readWhole(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const settle = (done: () => void) => {
      clearTimeout(timer);
      request.off('data', take);
      done();
    };
    const take = (chunk: Buffer) => {
      length += chunk.length;
      chunks.push(chunk);
      if (length > JSON_BODY_MAX_BYTES) settle(() => reject(new AppError('too_large')));
    };
    const timer = setTimeout(
      () => settle(() => reject(new AppError('unavailable', 'The body did not come in time.'))),
      HOLD_TIMEOUT_MS,
    );
    request.on('data', take);
    request.once('end', () => settle(() => resolve(Buffer.concat(chunks))));
    request.once('error', () => settle(() => resolve(null)));
    request.once('close', () => settle(() => resolve(null)));
  });
}

/** The same request with a body that is all there. */
function withBody(request: IncomingMessage, body: Buffer): IncomingMessage {
  const whole = new IncomingMessage(request.socket);
  whole.httpVersion = request.httpVersion;
  whole.httpVersionMajor = request.httpVersionMajor;
  whole.httpVersionMinor = request.httpVersionMinor;
  whole.method = request.method;
  whole.url = request.url;
  whole.headers = request.headers;
  whole.rawHeaders = request.rawHeaders;
  whole.complete = true;
  whole.push(body);
  whole.push(null);
  return whole;
}

export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Of an address that takes a file: a body without one, as most are. */
const isSmallJson = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] === undefined &&
  Number(headers['content-length']) <= JSON_BODY_MAX_BYTES &&
  (headers['content-type'] ?? '').startsWith('application/json');

/**
 * Every body passes here: a route, next-auth, a server action or a page is called only when the
 * body is in memory, and more than JSON_BODY_MAX_BYTES is refused without being kept. Only an
 * address that takes a file reads its own, piece by piece, unless it is JSON too small to hold one.
 */
export function withBoundedBodies(handle: BodyHandler): RequestHandler {
  return async (request, response) => {
    if (!hasBody(request)) return handle(request, response, null);
    const [pathname = ''] = (request.url ?? '').split('?', 1);
    const { maxBytes, isStreamed } = bodyLimit(request.method ?? '', pathname);
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) {
      return refuse(request, response, new AppError('too_large'));
    }
    if (isStreamed && !isSmallJson(request)) return handle(request, response, null);
    const body = await readWhole(request).catch(toAppError);
    if (body instanceof Error) refuse(request, response, body);
    else if (body) await handle(request, response, body);
  };
}

/** For what reads bodies from the request itself. */
export function givingBodyBack(handle: RequestHandler): BodyHandler {
  return (request, response, body) => handle(body ? withBody(request, body) : request, response);
}
