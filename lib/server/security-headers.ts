import type { ServerResponse } from 'node:http';
import { getConfig } from '@/lib/server/config';

/** A year, as browsers ask for it. Not of subdomains: who runs Parley may have others, without https. */
const HSTS = 'max-age=31536000';

/**
 * The content security policy of every answer that is no page: opened by itself, it loads and runs
 * nothing, and no page can frame it. `next.config.mjs` sets the same for what Next answers.
 */
export const ANSWER_POLICY =
  "default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";

/** What the answers carry that neither Next nor the API's routes write. */
export function setSecurityHeaders(
  response: Pick<ServerResponse, 'setHeader'>,
  policy: string = ANSWER_POLICY,
): void {
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'same-origin');
  response.setHeader('content-security-policy', policy);
}

/** With an https address: browsers stay with https, and pages share no window with others that open them. */
export function setTransportSecurity(response: Pick<ServerResponse, 'setHeader'>): void {
  if (!getConfig().secureCookies) return;
  response.setHeader('strict-transport-security', HSTS);
  // Over plain http browsers do without it, and report that as an error on every page.
  response.setHeader('cross-origin-opener-policy', 'same-origin');
}

/** What `next.config.mjs` sets besides for what Next answers; the API has it wherever it is answered. */
export function setApiHeaders(response: Pick<ServerResponse, 'setHeader'>): void {
  setSecurityHeaders(response);
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('permissions-policy', 'camera=(), microphone=(), geolocation=()');
}
