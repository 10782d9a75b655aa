import { isIP } from 'node:net';
import { findCaller, type RequestHeaders } from '@/lib/server/auth/request-origin';
import { getConfig } from '@/lib/server/config';
import type { RelyingParty } from '@/lib/server/services/passkeys/relying-party';
import type { PasskeyObstacle } from '@/lib/shared/accounts/passkey-schemas';

const isLocalhost = (host: string): boolean => host === 'localhost' || host.endsWith('.localhost');

/**
 * Whether the browser reached this server over https, where PUBLIC_URL does not say: browsers name the
 * site of a request only where they trust the address.
 */
function isSecure(headers: RequestHeaders): boolean {
  return headers.has('sec-fetch-site') || (headers.get('origin') ?? '').startsWith('https://');
}

/**
 * The relying party of a request, by the rule that its origin is judged by: PUBLIC_URL, else the host
 * that was asked for. Otherwise why there are no passkeys at that address: browsers take them neither at
 * an IP address nor without https, but for localhost.
 */
export function findRelyingParty(headers: RequestHeaders): RelyingParty | PasskeyObstacle {
  const { publicUrl, passwords } = getConfig();
  // Who comes in there the provider alone decides.
  if (!passwords) return 'passkeys_off';
  const host = findCaller(headers)?.host ?? headers.get('host') ?? '';
  const asked = publicUrl ?? (URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : null);
  if (!asked) return 'passkeys_no_name';
  const { hostname } = asked;
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return 'passkeys_no_name';
  if (publicUrl) {
    const isPossible = publicUrl.protocol === 'https:' || isLocalhost(hostname);
    return isPossible ? { id: hostname, origins: [publicUrl.origin] } : 'passkeys_no_https';
  }
  const overHttps = `https://${new URL(`https://${host}`).host}`;
  if (isLocalhost(hostname)) return { id: hostname, origins: [asked.origin, overHttps] };
  return isSecure(headers) ? { id: hostname, origins: [overHttps] } : 'passkeys_no_https';
}
