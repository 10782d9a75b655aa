import { openApiDocument } from '@/lib/server/http/openapi';
import { notFound } from '@/lib/server/http/route';

export function GET(): Response {
  return Response.json(openApiDocument(), { headers: { 'cache-control': 'no-store' } });
}

export { notFound as DELETE, notFound as PATCH, notFound as POST, notFound as PUT };
