import type { IncomingHttpHeaders } from 'node:http';
import { findCaller, findNotedCaller, type RequestHeaders } from '@/lib/server/auth/request-origin';
import { getConfig } from '@/lib/server/config';
import { failFor } from '@/lib/server/errors';
import { warnOnce } from '@/lib/server/warn-once';

/** Where a page says it is, and which server it believes to speak to. */
interface OriginFacts {
  origin: string | null;
  host: string | null;
  /** `Sec-Fetch-Site`, which browsers send over https and to localhost. */
  site: string | null;
}

/**
 * `own`: our own page, or no browser at all. `foreign`: another site. `unknown_address`: without
 * PUBLIC_URL the host that arrived is not the one the page was opened at, as behind a proxy that does
 * not pass it on. `other_address`: the page was opened at another address than PUBLIC_URL.
 */
export type OriginVerdict = 'own' | 'foreign' | 'unknown_address' | 'other_address';

const HINT = {
  unknown_address:
    'The page was opened at another host than the one that arrived here. If a proxy stands in front, set PUBLIC_URL to the address that people type (see docs/hosting.md).',
  other_address:
    'The page was opened at another address than PUBLIC_URL. Open Parley there, or set PUBLIC_URL to the address that people type.',
};

/** What `judgeOrigin` needs of a request as Node has it. */
export function originOf(headers: IncomingHttpHeaders): OriginFacts {
  const site = headers['sec-fetch-site'];
  const { origin = null, host = null } = findNotedCaller(headers) ?? headers;
  return { origin, host, site: typeof site === 'string' ? site : null };
}

function factsOf(headers: RequestHeaders): OriginFacts {
  const { origin, host } = findCaller(headers) ?? {
    origin: headers.get('origin'),
    host: headers.get('host'),
  };
  return { origin, host, site: headers.get('sec-fetch-site') };
}

/**
 * The one rule on where requests in somebody's name may come from, for server actions, cookie calls
 * of the API and socket handshakes. With PUBLIC_URL its origin counts and nothing else; without it
 * the host of the request. A browser always tells, by `Origin` or `Sec-Fetch-Site` or both, and
 * neither may say otherwise. A request with neither does not come from a browser, so no other site
 * can have caused it.
 */
export function judgeOrigin({ origin, host, site }: OriginFacts): OriginVerdict {
  if (site !== null && site !== 'same-origin' && site !== 'none') return 'foreign';
  if (!origin) return 'own';
  if (!URL.canParse(origin)) return 'foreign';
  const page = new URL(origin);
  const { publicUrl } = getConfig();
  if (publicUrl) return page.origin === publicUrl.origin ? 'own' : 'other_address';
  // Parsed as the page's, so that a default port and capital letters make no difference.
  const asked = `${page.protocol}//${host}`;
  return host && URL.canParse(asked) && new URL(asked).host === page.host
    ? 'own'
    : 'unknown_address';
}

function judge(facts: OriginFacts): OriginVerdict {
  const verdict = judgeOrigin(facts);
  if (verdict === 'unknown_address' || verdict === 'other_address') {
    const publicUrl = getConfig().publicUrl?.origin ?? null;
    const { origin, host } = facts;
    warnOnce(`origin.${verdict}`, { origin, host, publicUrl, hint: HINT[verdict] });
  }
  return verdict;
}

/** Whether a handshake with the cookie comes from our own pages. The log says once why one does not. */
export const isOwnHandshake = (headers: IncomingHttpHeaders): boolean =>
  judge(originOf(headers)) === 'own';

/** The same for a request, where the caller does not have to refuse it. */
export const isOwnOrigin = (headers: RequestHeaders): boolean => judge(factsOf(headers)) === 'own';

/**
 * Demands that a request in somebody's name comes from our own pages. Throws `forbidden` with a
 * sentence that says what to do; the log says it once.
 */
export function requireOwnOrigin(headers: RequestHeaders): void {
  const verdict = judge(factsOf(headers));
  if (verdict !== 'own') throw failFor('forbidden', verdict);
}
