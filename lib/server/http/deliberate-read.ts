import { readCredentials } from '@/lib/server/auth/authenticate';
import { isOwnOrigin } from '@/lib/server/auth/origin';
import type { ApiRequest } from '@/lib/server/http/api-request';

/**
 * Whether a read was made by a program or one of our own pages, and so may have an effect. A link
 * or a redirect on another site makes a browser read any address with its cookie: such a visit is
 * recognised by where it comes from, or, over plain http where browsers do not say, by asking for a
 * page.
 */
export function isDeliberateRead({ method, headers }: ApiRequest): boolean {
  if (method !== 'GET') return false;
  if (readCredentials(headers)?.via !== 'cookie') return true;
  const isVisit =
    headers.get('sec-fetch-mode') === 'navigate' || headers.get('accept')?.includes('text/html');
  return !isVisit && isOwnOrigin(headers);
}
