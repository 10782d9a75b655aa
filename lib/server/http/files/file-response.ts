import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { LENGTH_HEADER } from '@/lib/server/http/files/answer-length';
import { parseRange } from '@/lib/server/http/files/byte-range';
import { ANSWER_POLICY } from '@/lib/server/security-headers';
import { isMediaType, UNKNOWN_TYPE } from '@/lib/shared/files/file-type';

/** What is told of any stored file or image: kept by the signed-in browser alone, run by nobody. */
export function setUploadHeaders(headers: Headers): void {
  // A proxy must not pack it on the way either: its parts would be others then.
  headers.set('cache-control', 'private, max-age=31536000, immutable, no-transform');
  headers.set('content-security-policy', `${ANSWER_POLICY}; sandbox`);
  headers.set('cross-origin-resource-policy', 'same-origin');
}

/** `attachment` with the name of the file, for old readers in ASCII as well (RFC 6266). */
function attachment(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

export interface ServedFile {
  path: string;
  bytes: number;
  /** Never used for other bytes. */
  id: string;
  name: string;
  type: string;
}

/**
 * Answers with a file of any kind, or the part of it that is asked for, as it is read from disk. It is
 * saved, never shown; only a page that plays audio and video does without that.
 */
export function fileResponse(request: Request, file: ServedFile, headers: Headers): Response {
  const { path, bytes, id, name, type } = file;
  const etag = `"${id}"`;
  setUploadHeaders(headers);
  headers.set('etag', etag);
  headers.set('accept-ranges', 'bytes');
  headers.set('content-disposition', attachment(name));
  // A type of the sender's is told where a player needs it, and means nothing elsewhere.
  headers.set('content-type', isMediaType(type) ? type : UNKNOWN_TYPE);
  if (request.headers.get('if-none-match')?.split(/,\s*/).includes(etag)) {
    return new Response(null, { status: 304, headers });
  }
  const ifRange = request.headers.get('if-range');
  const isCurrent = ifRange === null || ifRange === etag;
  const range = isCurrent ? parseRange(request.headers.get('range'), bytes) : null;
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${bytes}`);
    return new Response(null, { status: 416, headers });
  }
  const { start, end } = range ?? { start: 0, end: bytes - 1 };
  if (range) headers.set('content-range', `bytes ${start}-${end}/${bytes}`);
  headers.set(LENGTH_HEADER, String(end - start + 1));
  const status = range ? 206 : 200;
  if (request.method === 'HEAD' || bytes === 0) return new Response(null, { status, headers });
  const stream = Readable.toWeb(createReadStream(path, { start, end }));
  return new Response(stream as ReadableStream<Uint8Array>, { status, headers });
}
