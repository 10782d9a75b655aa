import { getConfig } from '@/lib/server/config';
import { api, type Endpoint } from '@/lib/shared/api';
import { IMAGE_BODY_MAX_BYTES, JSON_BODY_MAX_BYTES } from '@/lib/shared/limits';
import { apiUrls, pages } from '@/lib/shared/urls';

/** The most bytes a body of this endpoint may have: as JSON, and as a form. */
export function endpointBodyLimit(endpoint: Endpoint): { maxBytes: number; formMaxBytes: number } {
  const maxBytes = endpoint.file ? IMAGE_BODY_MAX_BYTES : JSON_BODY_MAX_BYTES;
  const anyFileMaxBytes = endpoint.anyFiles ? getConfig().fileMaxBytes + JSON_BODY_MAX_BYTES : 0;
  return { maxBytes, formMaxBytes: Math.max(maxBytes, anyFileMaxBytes) };
}

const uploads = Object.values<Endpoint>(api)
  .filter((endpoint) => endpoint.file !== undefined)
  .map((endpoint) => ({
    endpoint,
    pattern: new RegExp(`^${endpoint.path.replace(/:\w+/g, '[^/]+')}/?$`),
  }));

/**
 * The most bytes the body of a request may have, and whether the address reads it by itself, piece by
 * piece. Everything else takes a body that fits in memory.
 */
export function bodyLimit(
  method: string,
  pathname: string,
): { maxBytes: number; isStreamed: boolean } {
  // As much as somebody shares: it keeps nothing of the files, and goes on with the text.
  if (method === 'POST' && pathname === pages.share) {
    return { maxBytes: Number.POSITIVE_INFINITY, isStreamed: true };
  }
  if (pathname === apiUrls.resumable || pathname.startsWith(`${apiUrls.resumable}/`)) {
    return { maxBytes: getConfig().fileMaxBytes, isStreamed: true };
  }
  const upload = uploads.find(
    ({ endpoint, pattern }) => endpoint.method === method && pattern.test(pathname),
  );
  if (!upload) return { maxBytes: JSON_BODY_MAX_BYTES, isStreamed: false };
  return { maxBytes: endpointBodyLimit(upload.endpoint).formMaxBytes, isStreamed: true };
}
