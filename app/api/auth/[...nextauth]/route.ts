import type { NextRequest } from 'next/server';
import { withCredentialsCall } from '@/lib/server/auth/credentials-call';
import { knownDeviceHeader } from '@/lib/server/auth/known-device-cookie';
import { handlers } from '@/lib/server/auth/next-auth';
import { requireOwnOrigin } from '@/lib/server/auth/origin';
import { getConfig } from '@/lib/server/config';
import { AppError } from '@/lib/server/errors';
import { readBytes } from '@/lib/server/http/body/body-reader';
import { answer, notFound } from '@/lib/server/http/route';
import { addLogContext } from '@/lib/server/log';
import { JSON_BODY_MAX_BYTES } from '@/lib/shared/limits';
import { nextPage, providerSignInUrl } from '@/lib/shared/urls';

const ACTIONS = new Set(['callback', 'csrf', 'providers', 'session', 'signout']);
const FORM = 'application/x-www-form-urlencoded';
/** Of an address in the log. */
const PATH_MAX_CHARACTERS = 60;

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

/** The link on the sign-in page, as the form that next-auth expects. */
function asForm(request: Request): Request {
  const headers = new Headers(request.headers);
  headers.set('content-type', FORM);
  const { searchParams } = new URL(request.url);
  const callbackUrl = nextPage(searchParams.get('callbackUrl'));
  const body = new URLSearchParams({ callbackUrl });
  return new Request(request.url, { method: 'POST', headers, body });
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
    const { pathname } = new URL(request.url);
    const [, , , action = ''] = pathname.split('/');
    // What next-auth answers a GET of its `signout` with is a page of its own.
    if (method === 'GET' && action === 'signout') return notFound(request);
    const isProviderLink = method === 'GET' && pathname === providerSignInUrl();
    if (isProviderLink ? !getConfig().oidc : !ACTIONS.has(action)) return notFound(request);
    return answer(`${method} /api/auth/*`, request, async () => {
      // Which way in was tried is told by the address; as a metric it would have any number of values.
      addLogContext({ endpoint: `${method} ${pathname.slice(0, PATH_MAX_CHARACTERS)}` });
      // Coming back from the provider is the one way in that another site leads to.
      if (method === 'POST' || isProviderLink) requireOwnOrigin(request.headers);
      const form = isProviderLink ? asForm(request) : request;
      const small = withPublicAddress(await withSmallForm(form));
      const handler = isProviderLink ? handlers.POST : handlers[method];
      const { result, call } = await withCredentialsCall(request.headers, () => handler(small));
      if (call.refusal) throw call.refusal;
      const response = inApiForm(result);
      if (call.goTo && response.headers.has('location')) {
        response.headers.set('location', call.goTo);
      }
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
