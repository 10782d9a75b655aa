import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import Bowser from 'bowser';
import { z } from 'zod';
import { readKnownDeviceCookie } from '@/lib/server/auth/known-device-cookie';
import { getConfig } from '@/lib/server/config';
import { bareAddress } from '@/lib/server/network';
import type { RequestOrigin } from '@/lib/server/services/actor';
import { singleton } from '@/lib/server/singleton';

/** The headers of a request, as far as anybody asks for them. */
export type RequestHeaders = Pick<Headers, 'get' | 'has'>;

const CALLER_HEADER = 'x-parley-caller';

const caller = z.object({
  /** The network address, see `clientAddress`. */
  address: z.string(),
  /** Straight from this machine, and not handed on by a proxy on it. */
  isLocal: z.boolean(),
  /** What the browser and the proxy said, before anything was changed for Next. */
  host: z.string().nullable(),
  origin: z.string().nullable(),
  /** The origin that the connection itself was made to, where the caller calls it so, too. */
  reached: z.string().nullable(),
});
/** What the listener knows of a request. */
export type Caller = z.infer<typeof caller>;

/** Known to this process alone, so that no caller can pretend to be its listener. */
const listenerMark = (): string =>
  singleton('listener-mark', () => randomBytes(32).toString('base64url'));

/** Notes where a request came from, for `readCaller`; what a caller sent under that name is replaced. */
export function noteCaller(headers: IncomingHttpHeaders, found: Caller): void {
  headers[CALLER_HEADER] = `${listenerMark()} ${encodeURIComponent(JSON.stringify(found))}`;
}

function readCaller(noted: string | null): Caller | null {
  const [mark, text] = noted?.split(' ') ?? [];
  return mark === listenerMark() && text
    ? caller.parse(JSON.parse(decodeURIComponent(text)))
    : null;
}

/** What the listener noted, or null where none runs in this process (`next start`). */
export const findCaller = (headers: RequestHeaders): Caller | null =>
  readCaller(headers.get(CALLER_HEADER));

/** The same of a request as Node has it; found before the listener notes it, it is Next's own request. */
export function findNotedCaller(headers: IncomingHttpHeaders): Caller | null {
  const noted = headers[CALLER_HEADER];
  return typeof noted === 'string' ? readCaller(noted) : null;
}

/**
 * The caller's network address: the connection's, or with TRUST_PROXY the one that the outermost
 * trusted proxy saw, counted from the right of X-Forwarded-For, where callers cannot write.
 */
export function clientAddress(forwardedFor: string | null, connectionAddress: string): string {
  const hops = getConfig().trustedProxyHops;
  if (hops === 0) return bareAddress(connectionAddress);
  const chain = (forwardedFor ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  return bareAddress(chain.at(-hops) ?? chain[0] ?? connectionAddress);
}

/** "Firefox on Linux"; programs are named by what they call themselves. */
function describeDevice(userAgent: string | null): string {
  if (!userAgent) return 'Unknown device';
  const { browser, os } = Bowser.parse(userAgent.slice(0, 500));
  const name = browser.name || userAgent.split(/[/\s]/)[0]?.slice(0, 40) || 'Unknown device';
  return os.name ? `${name} on ${os.name}` : name;
}

/** The network address that a request came from. */
export function callerAddress(headers: RequestHeaders): string {
  return findCaller(headers)?.address ?? clientAddress(headers.get('x-forwarded-for'), 'unknown');
}

/** Who is calling, before anybody has signed in. */
export function readRequestOrigin(headers: RequestHeaders): RequestOrigin {
  return {
    address: callerAddress(headers),
    device: describeDevice(headers.get('user-agent')),
    knownDevice: readKnownDeviceCookie(headers.get('cookie')),
  };
}
