import { openApiDocument } from '@/lib/server/http/openapi';

export function GET(): Response {
  return Response.json(openApiDocument(), { headers: { 'cache-control': 'no-store' } });
}
