import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import sirv from 'sirv';
import { setSecurityHeaders } from '@/lib/server/security-headers';
import { YEAR_SECONDS } from '@/lib/shared/limits';

type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const PREFIX = '/_next/static';
/** What the build writes as text is UTF-8; sirv says so of HTML alone. */
const TEXT_TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/**
 * Answers requests for the build's immutable files from the forms the build compressed them to
 * (Brotli, gzip), and hands everything else on. For production: in development Next makes these
 * files as they are asked for.
 */
export function withStaticFiles(handle: RequestHandler): RequestHandler {
  const serve = sirv(path.resolve('.next/static'), {
    brotli: true,
    gzip: true,
    immutable: true,
    maxAge: YEAR_SECONDS,
    setHeaders: (response, pathname) => {
      // No more than that: opened by itself a script runs nothing, and a page loads ten of them.
      response.setHeader('x-content-type-options', 'nosniff');
      const type = TEXT_TYPES[path.extname(pathname)];
      if (type) response.setHeader('content-type', type);
    },
  });
  return async (request, response) => {
    const url = request.url ?? '';
    if (!url.startsWith(`${PREFIX}/`)) return handle(request, response);
    request.url = url.slice(PREFIX.length);
    serve(request, response, () => {
      // The folder has all files there are; for any other Next would answer with a page.
      setSecurityHeaders(response);
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
      response.end('Not found');
    });
  };
}
