import { NextRequest } from 'next/server';
import { handlers } from '@/lib/server/auth/next-auth';
import { getConfig } from '@/lib/server/config';
import { AppError } from '@/lib/server/errors';
import { answer } from '@/lib/server/http/route';

const ACTIONS = new Set(['callback', 'csrf', 'providers', 'session', 'signin', 'signout']);

/** The request under the address the browser used, which next-auth builds its redirects from. */
function withPublicAddress(request: Request): NextRequest {
  const { pathname, search } = new URL(request.url);
  const { publicUrl } = getConfig();
  const base = publicUrl ?? `http://${request.headers.get('host') ?? 'localhost'}`;
  return new NextRequest(new Request(new URL(pathname + search, base), request));
}

function handle(method: 'GET' | 'POST') {
  return (request: Request): Promise<Response> =>
    answer(`${method} /api/auth/*`, () => {
      const [, , , action = ''] = new URL(request.url).pathname.split('/');
      if (!ACTIONS.has(action)) {
        throw new AppError('not_found', 'There is no such address in this API.');
      }
      return handlers[method](withPublicAddress(request));
    });
}

export const GET = handle('GET');
export const POST = handle('POST');
