import { openApiDocument } from '@/lib/server/http/openapi';
import { notFound } from '@/lib/server/http/route';
import { singleton } from '@/lib/server/singleton';

export function GET(): Response {
  // Made once: it takes time, and anybody may ask for it.
  const document = singleton('openapi-document', openApiDocument);
  return Response.json(document, { headers: { 'cache-control': 'no-store' } });
}

export { notFound as DELETE, notFound as PATCH, notFound as POST, notFound as PUT };
