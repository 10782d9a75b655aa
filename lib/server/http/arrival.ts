import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { judgeOrigin, originOf } from '@/lib/server/auth/origin';
import { clientAddress, findNotedCaller, noteCaller } from '@/lib/server/auth/request-origin';
import { getConfig } from '@/lib/server/config';
import { bareAddress } from '@/lib/server/network';
import { warnOnce } from '@/lib/server/warn-once';
import { isLoopbackHost } from '@/lib/shared/urls';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;
const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;
/** What proxies add; a program on this machine has no reason to. */
const PROXY_HEADERS = [
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'forwarded',
  'via',
];
const ADDRESS_HEADERS = ['x-forwarded-for', 'x-real-ip', 'forwarded'];
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Logged when a proxy is noticed, or must exist because people use https. */
export const NOT_TRUSTED_HINT =
  'A proxy stands in front, but TRUST_PROXY is not set: everybody has the address of the proxy, and so one person’s wrong passwords lock all out. Set TRUST_PROXY to the number of proxies (see docs/hosting.md).';

function text(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  return Array.isArray(value) ? value.join(',') : (value ?? null);
}

/**
 * Whether a program on this machine asks for itself. A proxy on the same machine connects from
 * loopback as well: it is known by what it adds, by the outer host it passes on, or, as nginx does
 * when it is told nothing, by speaking HTTP/1.0.
 */
function isLocal({ headers, httpVersion, socket }: IncomingMessage): boolean {
  return (
    LOOPBACK.test(socket.remoteAddress ?? '') &&
    LOOPBACK_HOST.test(headers.host ?? '') &&
    httpVersion !== '1.0' &&
    PROXY_HEADERS.every((name) => headers[name] === undefined)
  );
}

/**
 * The origin that a request was sent to, or null where only the caller says so. `Host` is the caller's
 * to choose; the address that the connection came in at is not, so the two have to agree.
 */
function reachedOrigin(request: IncomingMessage): string | null {
  const { headers, socket } = request;
  const asked = `http://${headers.host}`;
  if (!headers.host || !URL.canParse(asked)) return null;
  const { hostname, port, origin } = new URL(asked);
  if (Number(port || 80) !== socket.localPort) return null;
  // A proxy on this machine hands on what strangers ask for.
  if (isLoopbackHost(hostname)) return isLocal(request) ? origin : null;
  return bareAddress(hostname) === bareAddress(socket.localAddress ?? '') ? origin : null;
}

/** Logs once that the proxy in front and TRUST_PROXY do not fit together. */
function checkProxy({ headers, url = '' }: IncomingMessage): void {
  const { trustedProxyHops } = getConfig();
  const found = ADDRESS_HEADERS.find((name) => headers[name] !== undefined);
  if (trustedProxyHops === 0 && found) {
    warnOnce('proxy.not_trusted', { header: found, hint: NOT_TRUSTED_HINT });
  } else if (
    trustedProxyHops > 0 &&
    headers['x-forwarded-for'] === undefined &&
    !url.startsWith('/api/health/')
  ) {
    warnOnce('proxy.no_address', {
      hint: 'TRUST_PROXY is set, but a request came without X-Forwarded-For: the proxy has to add it, or everybody can write their own address (see docs/hosting.md).',
    });
  }
}

/**
 * Makes ready what Next gets to see. Next compares `Host` with `Origin` before it runs a server action
 * and knows nothing of PUBLIC_URL, so the two always agree here and the rule is ours: from another
 * origin an unsafe request loses its cookies, so that nothing can be done in somebody's name, and the
 * action itself says why (`requireOwnOrigin`). And where a proxy says "https", Next would ask this
 * server over TLS, which it does not speak.
 */
function prepareForNext(request: IncomingMessage): void {
  const { headers, method = 'GET', url = '' } = request;
  const asked = `http://${headers.host}`;
  const { host } = new URL(URL.canParse(asked) ? asked : 'http://localhost');
  headers.host ||= host;
  headers['x-forwarded-host'] = host;
  headers['x-forwarded-proto'] = 'http';
  delete headers['x-forwarded-port'];
  if (SAFE_METHODS.has(method) || url.startsWith('/api/')) return;
  if (judgeOrigin(originOf(headers)) !== 'own') delete headers.cookie;
  if (headers.origin !== undefined) headers.origin = `http://${host}`;
}

/** Takes in a request: notes who calls, says what is wrong with the proxy, settles what Next sees. */
export function takeIn(request: IncomingMessage): void {
  const { headers, socket } = request;
  // Next asks this server now and then by itself, with the headers of the request that it answers.
  if (!findNotedCaller(headers)) {
    noteCaller(headers, {
      address: clientAddress(text(headers, 'x-forwarded-for'), socket.remoteAddress ?? 'unknown'),
      isLocal: isLocal(request),
      host: headers.host ?? null,
      origin: headers.origin ?? null,
      // With PUBLIC_URL links lead there, wherever the connection was made to.
      reached: getConfig().publicUrl ? null : reachedOrigin(request),
    });
    checkProxy(request);
  }
  prepareForNext(request);
}
