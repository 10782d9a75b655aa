import { notFound } from '@/lib/server/http/route';
import { checkReadiness } from '@/lib/server/services/health';

export async function GET(): Promise<Response> {
  const { isReady, missing, degraded } = await checkReadiness();
  const headers = { 'cache-control': 'no-store' };
  if (isReady) return Response.json({ success: true, degraded }, { headers });
  return Response.json(
    {
      success: false,
      code: 'unavailable',
      message: `Not ready: ${missing.join(', ')}.`,
      missing,
      degraded,
    },
    { status: 503, headers },
  );
}

export { notFound as DELETE, notFound as PATCH, notFound as POST, notFound as PUT };
