import type { NextRequest } from 'next/server';
import { withCredentialsCall } from '@/lib/server/auth/credentials-call';
import { knownDeviceHeader } from '@/lib/server/auth/known-device-cookie';
import { handlers } from '@/lib/server/auth/next-auth';
import { requireOwnOrigin } from '@/lib/server/auth/origin';
import { getConfig } from '@/lib/server/config';
import { AppError } from '@/lib/server/errors';
import { readBytes } from '@/lib/server/http/body/body-reader';
import { answer, notFound } from '@/lib/server/http/route';
import { JSON_BODY_MAX_BYTES } from '@/lib/shared/limits';

const ACTIONS = new Set(['callback', 'csrf', 'providers', 'session', 'signout']);
const FORM = 'application/x-www-form-urlencoded';

/**
 * The request with its body in memory: next-auth itself reads as much as comes, before it knows who is
 * calling. Throws `too_large`, and `unsupported_type` for anything but a form.
 */
async function withSmallForm(request: Request): Promise<Request> {
  if (request.method !== 'POST') return request;
  const body = await readBytes(request, JSON_BODY_MAX_BYTES);
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (body.length > 0 && type !== FORM) {
    throw new AppError('unsupported_type', `That address takes a form (${FORM}).`);
  }
  const headers = new Headers(request.headers);
  headers.delete('content-length');
  headers.delete('transfer-encoding');
  return new Request(request.url, { method: 'POST', headers, body: new Uint8Array(body) });
}

/** The request under the address the browser used, which next-auth builds its redirects from. */
function withPublicAddress(request: Request): NextRequest {
  const { pathname, search } = new URL(request.url);
  const { publicUrl } = getConfig();
  const base = publicUrl ?? `http://${request.headers.get('host') ?? 'localhost'}`;
  if (!URL.canParse(String(base))) throw new AppError('bad_request', 'The host is not valid.');
  const nextUrl = new URL(pathname + search, base);
  // A NextRequest would write every loopback address as "localhost", where the cookie is not sent.
  // All that next-auth takes from it beyond a Request is this address.
  return Object.assign(new Request(nextUrl, request), { nextUrl }) as NextRequest;
}

/** next-auth's answer in the form of the API: never cached, failures in the envelope. */
function inApiForm(response: Response): Response {
  if (response.status >= 500) throw new AppError('internal');
  if (response.status >= 400) throw new AppError('bad_request');
  const headers = new Headers(response.headers);
  headers.set('cache-control', 'no-store');
  return new Response(response.body, { status: response.status, headers });
}

function handle(method: 'GET' | 'POST') {
  return (request: Request): Promise<Response> => {
    const [, , , action = ''] = new URL(request.url).pathname.split('/');
    // What next-auth answers a GET of its `signout` with is a page of its own.
    if (!ACTIONS.has(action) || (method === 'GET' && action === 'signout')) return notFound();
    return answer(`${method} /api/auth/*`, async () => {
      if (method === 'POST') requireOwnOrigin(request.headers);
      const small = withPublicAddress(await withSmallForm(request));
      const { result, call } = await withCredentialsCall(() => handlers[method](small));
      if (call.refusal) throw call.refusal;
      const response = inApiForm(result);
      if (call.knownDevice) {
        response.headers.append('set-cookie', knownDeviceHeader(call.knownDevice));
      }
      return response;
    });
  };
}

export const GET = handle('GET');
export const POST = handle('POST');
export { notFound as DELETE, notFound as PATCH, notFound as PUT };
