import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { toAppError } from '@/lib/server/errors';
import { type ApiAnswer, type ApiRequest, HeldRequest } from '@/lib/server/http/api-request';
import { type BodyHandler, hasBody } from '@/lib/server/http/body/hold-body';
import { refuse } from '@/lib/server/http/refuse';
import { notFound } from '@/lib/server/http/route';
import { log } from '@/lib/server/log';
import { setApiHeaders } from '@/lib/server/security-headers';

type Params = Record<string, string>;
interface Handler {
  (
    request: Request,
    // What Next calls handlers with; nearly all read the address themselves.
    context: { params: Promise<never> },
  ): Response | Promise<Response>;
  /** The same without a `Request` and a `Response`, where there is no file in it. */
  respond?: (request: ApiRequest) => Promise<ApiAnswer>;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Method = (typeof METHODS)[number];

/** The modules of `app/api`, by the folder of each: `messages/[id]/seen`. */
export type ApiRoutes = Record<string, Partial<Record<Method, Handler>>>;

/** Only addresses that are read in one way alone; Next decides about the others. */
const PLAIN_PATH = /^\/api(?:\/[\w.~:@-]+)*\/?$/;
/** Less gains nothing from being compressed. */
const COMPRESSED_MIN_BYTES = 1_024;

const compress = promisify(gzip);

/** One part of an address, and what may follow it. */
interface Branch {
  literal: Map<string, Branch>;
  parameter: { name: string; branch: Branch } | null;
  route: ApiRoutes[string] | 'next' | null;
}

const makeBranch = (): Branch => ({ literal: new Map(), parameter: null, route: null });

function follow(branch: Branch, part: string): Branch {
  const name = /^\[(\w+)\]$/.exec(part)?.[1];
  if (name) {
    branch.parameter ??= { name, branch: makeBranch() };
    return branch.parameter.branch;
  }
  const next = branch.literal.get(part) ?? makeBranch();
  branch.literal.set(part, next);
  return next;
}

/** A part as it stands wins over a parameter, as with Next. */
function find(
  branch: Branch,
  parts: readonly string[],
  params: Params = {},
): { route: NonNullable<Branch['route']>; params: Params } | null {
  const [part, ...rest] = parts;
  if (part === undefined) return branch.route && { route: branch.route, params };
  const literal = branch.literal.get(part);
  const found = literal && find(literal, rest, params);
  if (found) return found;
  const { parameter } = branch;
  return parameter && find(parameter.branch, rest, { ...params, [parameter.name]: part });
}

function headersOf({ headers }: IncomingMessage): Headers {
  const all = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string') all.set(name, value);
    else for (const each of value ?? []) all.append(name, each);
  }
  return all;
}

/** What a handler gets; a body that is not held yet is read by it piece by piece. */
function toRequest(request: IncomingMessage, body: Buffer | null): Request {
  const { method = 'GET', url = '/' } = request;
  const init: RequestInit & { duplex?: 'half' } = { method, headers: headersOf(request) };
  if (method !== 'GET' && method !== 'HEAD') {
    if (body) init.body = new Uint8Array(body);
    else {
      init.body = Readable.toWeb(request) as ReadableStream<Uint8Array>;
      init.duplex = 'half';
    }
  }
  return new Request(`http://localhost${url}`, init);
}

const isJson = ({ headers }: Response) =>
  headers.get('content-type')?.startsWith('application/json') ?? false;

function setHeaders(response: ServerResponse, headers: Headers): void {
  for (const [name, value] of headers) if (name !== 'set-cookie') response.setHeader(name, value);
  const cookies = headers.getSetCookie();
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
}

/** Sends what a handler answered without a `Response`. */
async function sendDirect(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, moreHeaders, body }: ApiAnswer,
): Promise<void> {
  setApiHeaders(response);
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  for (const name in headers) response.setHeader(name, headers[name] ?? '');
  if (moreHeaders) setHeaders(response, moreHeaders);
  await sendJson(request, response, Buffer.from(JSON.stringify(body)));
}

/** Sends an answer: JSON as a whole, compressed where that is asked for; a file as it is read. */
async function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Response,
): Promise<void> {
  setApiHeaders(response);
  response.statusCode = answer.status;
  setHeaders(response, answer.headers);
  if (!answer.body) {
    response.end();
    return;
  }
  if (!isJson(answer)) {
    // One that breaks off is the caller's own, or is noticed by the missing end.
    await pipeline(Readable.fromWeb(answer.body as never), response).catch(() => {});
    return;
  }
  await sendJson(request, response, Buffer.from(await answer.arrayBuffer()));
}

async function sendJson(
  request: IncomingMessage,
  response: ServerResponse,
  json: Buffer,
): Promise<void> {
  let bytes = json;
  if (bytes.length >= COMPRESSED_MIN_BYTES) {
    response.setHeader('vary', 'Accept-Encoding');
    if (/\bgzip\b/.test(String(request.headers['accept-encoding']))) {
      bytes = await compress(bytes);
      response.setHeader('content-encoding', 'gzip');
    }
  }
  response.setHeader('content-length', bytes.length);
  // Node leaves the body out where only the head was asked for.
  response.end(bytes);
}

/**
 * Answers the API by its own handlers, the same that Next would call, and hands on everything else: other
 * addresses, those that more than one reading is possible of, and the routes named in `nextRoutes`.
 */
export function withApi(
  routes: ApiRoutes,
  { nextRoutes, handle }: { nextRoutes: readonly string[]; handle: BodyHandler },
): BodyHandler {
  const root = makeBranch();
  const at = (folder: string) => folder.split('/').reduce(follow, root);
  for (const [folder, route] of Object.entries(routes)) at(folder).route = route;
  for (const folder of nextRoutes) at(folder).route = 'next';

  return async (request, response, body) => {
    const { method = 'GET', url = '/' } = request;
    const [pathname = ''] = url.split('?', 1);
    const isOurs = METHODS.some((each) => each === method) && PLAIN_PATH.test(pathname);
    if (!isOurs) return handle(request, response, body);
    const found = find(root, pathname.split('/').filter(Boolean).slice(1));
    // Next has a place there that takes whatever nobody else does.
    const isNextPlace = !found && pathname.startsWith('/api/auth/');
    if (found?.route === 'next' || isNextPlace) return handle(request, response, body);
    const route = found?.route;
    const handler = route?.[method as Method] ?? (method === 'HEAD' ? route?.GET : undefined);
    try {
      if (handler?.respond && (body || !hasBody(request))) {
        return await sendDirect(
          request,
          response,
          await handler.respond(new HeldRequest(request, body)),
        );
      }
      const asked = toRequest(request, body);
      const params = Promise.resolve((found?.params ?? {}) as never);
      await sendAnswer(request, response, await (handler ?? notFound)(asked, { params }));
    } catch (error) {
      log().error({ err: error }, 'request.failed');
      if (response.headersSent) response.destroy();
      else refuse(request, response, toAppError(error));
    }
  };
}
