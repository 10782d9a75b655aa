import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import Bowser from 'bowser';
import { getConfig } from '@/lib/server/config';
import type { Client } from '@/lib/server/services/account';
import { singleton } from '@/lib/server/singleton';

const CLIENT_ADDRESS_HEADER = 'x-parley-client-address';

/** Known to this process alone, so that no caller can pass for its own listener. */
const listenerMark = (): string => singleton('listener-mark', () => randomUUID());

/** Notes where a request came from, for `readClient`; what a caller sent under that name is replaced. */
export function noteClientAddress(headers: IncomingHttpHeaders, address: string): void {
  headers[CLIENT_ADDRESS_HEADER] = `${listenerMark()} ${address}`;
}

function notedAddress(headers: Headers): string | null {
  const [mark, address] = headers.get(CLIENT_ADDRESS_HEADER)?.split(' ') ?? [];
  return mark === listenerMark() && address ? address : null;
}

/**
 * The caller's network address: the connection's, or with TRUST_PROXY the one that the outermost
 * trusted proxy saw, counted from the right of X-Forwarded-For, where callers cannot write.
 */
export function clientAddress(forwardedFor: string | null, connectionAddress: string): string {
  const hops = getConfig().trustedProxyHops;
  if (hops === 0) return connectionAddress;
  const chain = (forwardedFor ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  return chain.at(-hops) ?? chain[0] ?? connectionAddress;
}

/** "Firefox on Linux"; programs are named by what they call themselves. */
export function describeDevice(userAgent: string | null): string {
  if (!userAgent) return 'Unknown device';
  const { browser, os } = Bowser.parse(userAgent.slice(0, 500));
  const name = browser.name || userAgent.split(/[/\s]/)[0]?.slice(0, 40) || 'Unknown device';
  return os.name ? `${name} on ${os.name}` : name;
}

/** Who is calling, before anybody has signed in. */
export function readClient(headers: Headers): Client {
  return {
    address: notedAddress(headers) ?? clientAddress(headers.get('x-forwarded-for'), 'unknown'),
    device: describeDevice(headers.get('user-agent')),
  };
}
