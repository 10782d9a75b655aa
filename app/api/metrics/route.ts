import { timingSafeEqual } from 'node:crypto';
import { findCaller } from '@/lib/server/auth/request-origin';
import { getConfig } from '@/lib/server/config';
import { AppError } from '@/lib/server/errors';
import { answer, notFound } from '@/lib/server/http/route';
import { readMetrics } from '@/lib/server/services/health';

function mayRead(request: Request): boolean {
  const { metricsToken } = getConfig();
  if (!metricsToken) return findCaller(request.headers)?.isLocal ?? false;
  const given = Buffer.from(request.headers.get('authorization') ?? '');
  const expected = Buffer.from(`Bearer ${metricsToken}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export function GET(request: Request): Promise<Response> {
  return answer('GET /api/metrics', request, async ({ headers }) => {
    if (!mayRead(request)) throw new AppError('unauthorized');
    const { text, contentType } = await readMetrics();
    headers.set('content-type', contentType);
    return new Response(text, { headers });
  });
}

export { notFound as DELETE, notFound as PATCH, notFound as POST, notFound as PUT };
