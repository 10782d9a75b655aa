import { api, type Endpoint } from '@/lib/shared/api';
import { IMAGE_BODY_MAX_BYTES, JSON_BODY_MAX_BYTES } from '@/lib/shared/limits';
import { pages } from '@/lib/shared/urls';

/** The most bytes a body of this endpoint may have. */
export function endpointBodyLimit(endpoint: Endpoint): number {
  return endpoint.file ? IMAGE_BODY_MAX_BYTES : JSON_BODY_MAX_BYTES;
}

const uploads = Object.values<Endpoint>(api)
  .filter((endpoint) => endpoint.file !== undefined)
  .map(({ method, path }) => ({
    method,
    pattern: new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}/?$`),
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
  const isUpload = uploads.some(
    (upload) => upload.method === method && upload.pattern.test(pathname),
  );
  return { maxBytes: isUpload ? IMAGE_BODY_MAX_BYTES : JSON_BODY_MAX_BYTES, isStreamed: isUpload };
}
