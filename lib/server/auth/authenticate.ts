import { readSessionCookie } from '@/lib/server/auth/cookie';
import type { RequestHeaders } from '@/lib/server/auth/request-origin';
import { readBotKey } from '@/lib/server/crypto/bot-key';
import { verifyToken } from '@/lib/server/crypto/token';
import { touchSession } from '@/lib/server/services/accounts/session';
import type { Actor } from '@/lib/server/services/actor';

export interface Credentials {
  token: string;
  /** A browser sends its cookie by itself, so only that needs the same-origin check. */
  via: 'bearer' | 'cookie';
}

/**
 * The token a request carries. A Bearer header wins over the cookie; another scheme is ignored: a
 * proxy that asks for a password passes its header on.
 */
export function readCredentials(headers: RequestHeaders): Credentials | null {
  const [scheme, bearer] = headers.get('authorization')?.trim().split(/\s+/) ?? [];
  if (scheme?.toLowerCase() === 'bearer') return bearer ? { token: bearer, via: 'bearer' } : null;
  const token = readSessionCookie(headers.get('cookie'));
  return token ? { token, via: 'cookie' } : null;
}

/** The actor behind a token or a bot's key, or null when it is forged, expired, or its session has ended. */
export async function authenticateToken(token: string): Promise<Actor | null> {
  const claims = readBotKey(token) ?? verifyToken(token);
  if (!claims) return null;
  return touchSession({ userId: claims.userId, sid: claims.sid });
}

/**
 * How routes and pages learn who asks: Bearer header or session cookie. Null without a valid one.
 */
export async function authenticate(headers: RequestHeaders): Promise<Actor | null> {
  const credentials = readCredentials(headers);
  return credentials ? authenticateToken(credentials.token) : null;
}
