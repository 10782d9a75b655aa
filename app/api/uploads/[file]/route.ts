import { answer, notFound, requireActor } from '@/lib/server/http/route';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import { ANSWER_POLICY } from '@/lib/server/security-headers';
import { getUpload } from '@/lib/server/services/messages/upload';

export function GET(
  request: Request,
  { params }: { params: Promise<{ file: string }> },
): Promise<Response> {
  return answer('GET /api/uploads/:file', request, async ({ headers }) => {
    const actor = await requireActor(request);
    await requireWithinRate('image', actor.userId);
    const { bytes, contentType } = await getUpload(actor, await params);
    headers.set('content-type', contentType);
    // Private: only the signed-in browser may keep it, no cache in between.
    headers.set('cache-control', 'private, max-age=31536000, immutable');
    headers.set('content-security-policy', `${ANSWER_POLICY}; sandbox`);
    headers.set('cross-origin-resource-policy', 'same-origin');
    return new Response(new Uint8Array(bytes), { headers });
  });
}

export { notFound as DELETE, notFound as PATCH, notFound as POST, notFound as PUT };
