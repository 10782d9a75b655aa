import { getConfig } from '@/lib/server/config';

const PLAIN_NAME = 'authjs.session-token';
const SECURE_NAME = '__Secure-authjs.session-token';

/** The session cookie's name; browsers accept the second only over https. */
export function sessionCookieName(): string {
  return getConfig().secureCookies ? SECURE_NAME : PLAIN_NAME;
}

/** The value of one cookie of a Cookie header. */
export function readCookie(header: string | null | undefined, name: string): string | null {
  for (const pair of header?.split(';') ?? []) {
    const equals = pair.indexOf('=');
    if (equals < 0 || pair.slice(0, equals).trim() !== name) continue;
    const value = pair.slice(equals + 1).trim();
    try {
      return decodeURIComponent(value);
    } catch {
      return null;
    }
  }
  return null;
}

/** A Set-Cookie header that removes the session cookie. */
export function expiredSessionCookie(): string {
  const secure = getConfig().secureCookies ? '; Secure' : '';
  return `${sessionCookieName()}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${secure}`;
}
