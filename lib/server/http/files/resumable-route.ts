import { Readable } from 'node:stream';
import { FileStore } from '@tus/file-store';
import { MemoryLocker, Server } from '@tus/server';
import { requireDiskRoom } from '@/lib/server/data-dir/disk-space';
import { AppError } from '@/lib/server/errors';
import { BodyReader } from '@/lib/server/http/body/body-reader';
import { takeUploadPlace } from '@/lib/server/http/body/upload-places';
import { answer, requireActor } from '@/lib/server/http/route';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor } from '@/lib/server/services/actor';
import { beginUpload, requireOwnUpload, resumableDir } from '@/lib/server/services/files/resumable';
import { singleton } from '@/lib/server/singleton';
import { ERROR_STATUS, type ErrorCode } from '@/lib/shared/errors';
import { clientId as clientIdSchema } from '@/lib/shared/ids';
import { apiUrls } from '@/lib/shared/urls';

/** Of one process: nodes that share a folder write the same bytes to the same place at worst. */
const locker = () => singleton('upload-locker', () => new MemoryLocker());

/**
 * How long a new upload is to be, and the message it is for. Throws `bad_request`: one of a length not yet
 * known is not taken.
 */
function readPlan({ headers }: Request): { bytes: number; clientId: string | undefined } {
  const text = headers.get('upload-length') ?? '';
  if (!/^\d{1,15}$/.test(text)) {
    throw new AppError('bad_request', 'Upload-Length must be a whole number.');
  }
  const [, encoded = ''] =
    /(?:^|,)clientId ([\w+/=]{1,100})(?:,|$)/.exec(headers.get('upload-metadata') ?? '') ?? [];
  const named = clientIdSchema.safeParse(Buffer.from(encoded, 'base64').toString());
  return { bytes: Number(text), clientId: named.data };
}

const CODE_OF_STATUS: Partial<Record<number, ErrorCode>> = {
  ...Object.fromEntries(
    Object.entries(ERROR_STATUS).map(([code, status]) => [status, code as ErrorCode]),
  ),
  410: 'not_found',
  412: 'bad_request',
  // Another request for the same upload has not ended yet.
  423: 'conflict',
};

/** The same request, whose body is given up when nothing comes for a minute. */
function withWatchedBody(request: Request, body: BodyReader): Request {
  const { method, headers, url } = request;
  if (!request.body) return new Request(url, { method, headers });
  const chunks = Readable.toWeb(Readable.from(body.chunks(), { objectMode: false }));
  return new Request(url, { method, headers, body: chunks, duplex: 'half' } as RequestInit);
}

async function handleTus(request: Request, actor: Actor, id: string | undefined) {
  const newId = id === undefined ? await beginUpload(actor, readPlan(request)) : '';
  const server = new Server({
    path: apiUrls.resumable,
    relativeLocation: true,
    datastore: new FileStore({ directory: await resumableDir() }),
    locker: locker(),
    namingFunction: () => newId,
    // Pages of other sites have no business here.
    allowedOrigins: () => false,
  });
  const release = request.body ? takeUploadPlace(actor.userId) : () => {};
  const body = new BodyReader(request, Number.POSITIVE_INFINITY);
  try {
    const response = await server.handleWeb(withWatchedBody(request, body));
    const { status } = response;
    if (status < 400) return response;
    const code = CODE_OF_STATUS[status] ?? 'unavailable';
    throw new AppError(code, (await response.text()).trim() || undefined);
  } catch (error) {
    await body.discardRest();
    throw error;
  } finally {
    release();
  }
}

/**
 * Uploads that go on where they were cut, by the tus protocol, version 1.0: POST begins one, PATCH brings
 * a part, HEAD tells how far it has come, DELETE gives it up. An upload is its maker's alone.
 */
export function resumableHandler(
  request: Request,
  { params }: { params: Promise<{ id?: string }> },
): Promise<Response> {
  return answer(`${request.method} ${apiUrls.resumable}`, request, async ({ headers }) => {
    const actor = await requireActor(request);
    await requireWithinRate('uploadPart', actor.userId);
    const { id } = await params;
    if (id !== undefined) requireOwnUpload(actor, id);
    if (request.method === 'PATCH') await requireDiskRoom(0);
    const response = await handleTus(request, actor, id);
    for (const name of ['tus-resumable', 'upload-offset', 'upload-length', 'location']) {
      const value = response.headers.get(name);
      if (value !== null) headers.set(name, value);
    }
    return new Response(null, { status: response.status, headers });
  });
}
