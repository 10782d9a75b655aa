import { getConfig } from '@/lib/server/config';

/**
 * Whether a request or handshake that carries the cookie comes from our own pages. A browser always
 * tells, by `Origin` or `Sec-Fetch-Site` or both, and neither may say otherwise. A request with neither
 * is no browser's, so nobody can have been tricked into making it.
 */
export function isSameOrigin(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') return false;
  const origin = headers.get('origin');
  if (!origin) return true;
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return host === headers.get('host') || host === getConfig().publicUrl?.host;
}
