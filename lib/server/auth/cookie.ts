import { createHmac } from 'node:crypto';
import { getConfig } from '@/lib/server/config';
import { isBotKey } from '@/lib/server/crypto/bot-key';
import { singleton } from '@/lib/server/singleton';

/** What the cookie was called before instances had names of their own; still read, never written. */
const OLD_NAME = { plain: 'authjs.session-token', secure: '__Secure-authjs.session-token' };

/**
 * The session cookie's name, this instance's own: browsers send cookies to every port of a host, so two
 * instances on one host would sign each other out. Nodes with the same secret share it. Browsers accept
 * the `__Host-` prefix only over https.
 */
export function sessionCookieName(): string {
  return singleton('session-cookie-name', () => {
    const { jwtSecret, secureCookies } = getConfig();
    const id = createHmac('sha256', jwtSecret).update('session cookie').digest('hex').slice(0, 8);
    return `${secureCookies ? '__Host-' : ''}parley-session-${id}`;
  });
}

const oldName = (): string => (getConfig().secureCookies ? OLD_NAME.secure : OLD_NAME.plain);

/**
 * The name of a cookie that next-auth keeps for the steps of a sign-in. Its own prefix over https is one
 * with which another host of the same domain could still set them.
 */
export function stepCookieName(name: string): string {
  return `${getConfig().secureCookies ? '__Host-' : ''}authjs.${name}`;
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

/** The token in the session cookie of a Cookie header. Pages are for people: a bot's key is no cookie. */
export function readSessionCookie(header: string | null | undefined): string | null {
  const token = readCookie(header, sessionCookieName()) ?? readCookie(header, oldName());
  return token !== null && isBotKey(token) ? null : token;
}

/** Set-Cookie headers that remove the session cookie, under its old name too. */
export function expiredSessionCookies(): string[] {
  const secure = getConfig().secureCookies ? '; Secure' : '';
  return [sessionCookieName(), oldName()].map(
    (name) => `${name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${secure}`,
  );
}
