import { createSecretKey, hash, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { getConfig } from '@/lib/server/config';
import { singleton } from '@/lib/server/singleton';
import { SESSION_MAX_DAYS } from '@/lib/shared/limits';

const claims = z.object({
  userId: z.string().regex(/^[0-9a-f]{24}$/),
  sid: z.uuid(),
  iat: z.number(),
  exp: z.number(),
});
export type TokenClaims = z.infer<typeof claims>;

/** Made once: from text the library would try at each token whether it is a public key. */
const secretKey = (): KeyObject =>
  singleton('jwt-key', () => createSecretKey(Buffer.from(getConfig().jwtSecret)));

/**
 * Signs the token that cookie, Bearer header and socket handshake all carry (HS256). It lasts
 * a year; its session's row ends sooner when it is not used.
 */
export function signToken(subject: { userId: string; sid: string }): string {
  return jwt.sign({ userId: subject.userId, sid: subject.sid }, secretKey(), {
    algorithm: 'HS256',
    expiresIn: `${SESSION_MAX_DAYS}d`,
  });
}

/** Of tokens that were found to be ours, by their hash, the claims: what is signed once stays so. */
const verified = () => singleton('verified-tokens', () => new Map<string, TokenClaims>());
const VERIFIED_MAX_COUNT = 20_000;

/** The claims of a token, or null when it is forged, expired or not one of ours. */
export function verifyToken(token: string): TokenClaims | null {
  const key = hash('sha256', token, 'base64');
  const known = verified().get(key);
  if (known && known.exp * 1_000 > Date.now()) return known;
  const found = readToken(token);
  if (found) {
    if (verified().size >= VERIFIED_MAX_COUNT) verified().clear();
    verified().set(key, found);
  }
  return found;
}

function readToken(token: string): TokenClaims | null {
  try {
    const payload = jwt.verify(token, secretKey(), { algorithms: ['HS256'] });
    const parsed = claims.safeParse(payload);
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
