import { NextRequest } from 'next/server';
import { handlers } from '@/lib/server/auth/next-auth';
import { getConfig } from '@/lib/server/config';
import { answer, notFound } from '@/lib/server/http/route';

const ACTIONS = new Set(['callback', 'csrf', 'providers', 'session', 'signin', 'signout']);

/** The request under the address the browser used, which next-auth builds its redirects from. */
function withPublicAddress(request: Request): NextRequest {
  const { pathname, search } = new URL(request.url);
  const { publicUrl } = getConfig();
  const base = publicUrl ?? `http://${request.headers.get('host') ?? 'localhost'}`;
  return new NextRequest(new Request(new URL(pathname + search, base), request));
}

function handle(method: 'GET' | 'POST') {
  return (request: Request): Promise<Response> => {
    const [, , , action = ''] = new URL(request.url).pathname.split('/');
    if (!ACTIONS.has(action)) return notFound();
    return answer(`${method} /api/auth/*`, () => handlers[method](withPublicAddress(request)));
  };
}

export const GET = handle('GET');
export const POST = handle('POST');
export { notFound as DELETE, notFound as PATCH, notFound as PUT };
