import { ApiError } from '@/lib/client/transport/api-error';
import type { SendForm } from '@/lib/client/transport/upload';

const TIMEOUT_MS = 30_000;

/** Sends a form where there is no XMLHttpRequest; tells no progress. Throws an ApiError. */
export const sendFormByFetch: SendForm = async ({ method, url, headers, fields, signal }) => {
  try {
    const limit = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, {
      method,
      headers,
      body: fields,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    return { status: response.status, answer: await response.json().catch(() => null) };
  } catch {
    throw new ApiError('unavailable');
  }
};
