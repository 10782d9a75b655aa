import { LENGTH_HEADER } from '@/lib/server/http/files/answer-length';
import { fileResponse, setUploadHeaders } from '@/lib/server/http/files/file-response';
import { answer, notFound, requireActor } from '@/lib/server/http/route';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import { getStoredFile, getUpload, isFileName } from '@/lib/server/services/messages/upload';

function handle(
  request: Request,
  { params }: { params: Promise<{ file: string }> },
): Promise<Response> {
  return answer('GET /api/uploads/:file', request, async ({ headers }) => {
    const actor = await requireActor(request);
    await requireWithinRate('image', actor.userId);
    const { file } = await params;
    if (isFileName(file)) return fileResponse(request, await getStoredFile(actor, file), headers);
    const { bytes, contentType } = await getUpload(actor, { file });
    setUploadHeaders(headers);
    headers.set('content-type', contentType);
    headers.set(LENGTH_HEADER, String(bytes.length));
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(bytes), { headers });
  });
}

export {
  handle as GET,
  handle as HEAD,
  notFound as DELETE,
  notFound as PATCH,
  notFound as POST,
  notFound as PUT,
};
