import { getConfig } from '@/lib/server/config';

/**
 * Whether a request or handshake that carries the cookie comes from our own pages. A browser always
 * tells: by `Origin`, or where it leaves that out by `Sec-Fetch-Site`. A request with neither is no
 * browser's, so nobody can have been tricked into making it.
 */
export function isSameOrigin(headers: Headers): boolean {
  const origin = headers.get('origin');
  if (origin) {
    if (!URL.canParse(origin)) return false;
    const { host } = new URL(origin);
    return host === headers.get('host') || host === getConfig().publicUrl?.host;
  }
  const site = headers.get('sec-fetch-site');
  return site === null || site === 'same-origin' || site === 'none';
}
