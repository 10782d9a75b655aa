import { getConfig } from '@/lib/server/config';

/**
 * Whether a request that carries the cookie comes from our own pages. A browser always tells:
 * `Sec-Fetch-Site`, or in older ones `Origin`; a request with neither is no browser's, so nobody
 * can have been tricked into making it.
 */
export function isSameOrigin(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  if (site) return site === 'same-origin' || site === 'none';
  const origin = headers.get('origin');
  if (!origin) return true;
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return host === headers.get('host') || host === getConfig().publicUrl?.host;
}

/** The same for a socket's handshake, where browsers send `Origin` and seldom `Sec-Fetch-Site`. */
export function isSameOriginHandshake(headers: Headers): boolean {
  const origin = headers.get('origin');
  if (!origin) return isSameOrigin(headers);
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return host === headers.get('host') || host === getConfig().publicUrl?.host;
}
