import { notFound } from '@/lib/server/http/route';

export function GET(): Response {
  return Response.json({ success: true }, { headers: { 'cache-control': 'no-store' } });
}

export { notFound as DELETE, notFound as PATCH, notFound as POST, notFound as PUT };
