import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import sirv from 'sirv';
import { YEAR_SECONDS } from '@/lib/shared/limits';

type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const PREFIX = '/_next/static';

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
    setHeaders: (response) => response.setHeader('x-content-type-options', 'nosniff'),
  });
  return async (request, response) => {
    const url = request.url ?? '';
    if (!url.startsWith(`${PREFIX}/`)) return handle(request, response);
    request.url = url.slice(PREFIX.length);
    serve(request, response, () => {
      // The folder has all files there are; for any other Next would answer with a page.
      response.writeHead(404, {
        'content-type': 'text/plain',
        'x-content-type-options': 'nosniff',
      });
      response.end('Not found');
    });
  };
}
