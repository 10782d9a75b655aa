import type { IncomingMessage } from 'node:http';

export type Target = 'ours' | 'whole_server' | 'none';

/**
 * Brings a request's target into the form everything behind expects, a path with its query. A target
 * with scheme and host counts by them, whatever the Host header says (RFC 9112, 3.2.2). `OPTIONS *`
 * asks about the server as a whole; anything else has no answer here.
 */
export function settleTarget(request: IncomingMessage): Target {
  const target = request.url ?? '';
  if (target.startsWith('/')) return 'ours';
  if (target === '*' && request.method === 'OPTIONS') return 'whole_server';
  if (!/^https?:\/\//i.test(target) || !URL.canParse(target)) return 'none';
  const { host, pathname, search } = new URL(target);
  request.url = pathname + search;
  request.headers.host = host;
  return 'ours';
}
