import { createHmac } from 'node:crypto';
import { readCookie } from '@/lib/server/auth/cookie';
import { getConfig } from '@/lib/server/config';
import { singleton } from '@/lib/server/singleton';
import { YEAR_SECONDS } from '@/lib/shared/limits';

/** This instance's own: browsers send cookies to every port of a host. */
function cookieName(): string {
  return singleton('known-device-cookie', () => {
    const { jwtSecret, secureCookies } = getConfig();
    const id = createHmac('sha256', jwtSecret).update('known device cookie').digest('hex');
    return `${secureCookies ? '__Host-' : ''}parley-device-${id.slice(0, 8)}`;
  });
}

/** What the browser was given when it last signed in. */
export function readKnownDeviceCookie(header: string | null | undefined): string | null {
  return readCookie(header, cookieName());
}

/**
 * The cookie in the terms of a server action's jar. It does not sign in: it only exempts from a
 * rate limit.
 */
export function knownDeviceCookie(value: string) {
  return {
    name: cookieName(),
    value,
    path: '/',
    maxAge: YEAR_SECONDS,
    httpOnly: true,
    sameSite: 'lax',
    secure: getConfig().secureCookies,
  } as const;
}

/** The same as a Set-Cookie header. */
export function knownDeviceHeader(value: string): string {
  const { name, maxAge, secure } = knownDeviceCookie(value);
  const attributes = `Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return `${name}=${value}; ${attributes}`;
}
