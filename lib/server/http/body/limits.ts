import { api, type Endpoint } from '@/lib/shared/api';
import { IMAGE_BODY_MAX_BYTES, JSON_BODY_MAX_BYTES } from '@/lib/shared/limits';

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

/** Whether this address takes a file. Everything else takes a body that fits in memory. */
export function takesUpload(method: string, pathname: string): boolean {
  return uploads.some((upload) => upload.method === method && upload.pattern.test(pathname));
}
