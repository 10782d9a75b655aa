import { createPrivateKey, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { getConfig } from '@/lib/server/config';
import { singleton } from '@/lib/server/singleton';

/** A service refuses one that is good for more than a day. */
const TOKEN_LIFETIME_SECONDS = 12 * 3_600;
/** Made anew well before it ends. */
const TOKEN_USE_MS = 6 * 3_600_000;
const TOKENS_MAX_COUNT = 1_000;

const keyObject = (): KeyObject =>
  singleton('vapid-key', () => {
    const { publicKey, privateKey } = getConfig().vapid;
    const point = Buffer.from(publicKey, 'base64url');
    return createPrivateKey({
      format: 'jwk',
      key: {
        kty: 'EC',
        crv: 'P-256',
        x: point.subarray(1, 33).toString('base64url'),
        y: point.subarray(33).toString('base64url'),
        d: privateKey,
      },
    });
  });

const tokens = (): Map<string, { token: string; madeAt: number }> =>
  singleton('vapid-tokens', () => new Map());

/**
 * The `Authorization` of a push to that service (RFC 8292): who sends it, and whom to ask. `origin` is where
 * the browser opened Parley, the contact where nobody configured one.
 */
export function vapidAuthorization(endpoint: string, origin: string): string {
  const { vapid } = getConfig();
  const audience = new URL(endpoint).origin;
  // Services take nothing but https here; a page of plain http that can be pushed to is on this very machine.
  const subject = vapid.subject ?? origin.replace(/^http:/, 'https:');
  const name = `${audience} ${subject}`;
  const held = tokens().get(name);
  const now = Date.now();
  if (held && Math.abs(now - held.madeAt) < TOKEN_USE_MS) return held.token;
  const signed = jwt.sign({ aud: audience, sub: subject }, keyObject(), {
    algorithm: 'ES256',
    expiresIn: TOKEN_LIFETIME_SECONDS,
  });
  const token = `vapid t=${signed}, k=${vapid.publicKey}`;
  if (tokens().size >= TOKENS_MAX_COUNT) tokens().clear();
  tokens().set(name, { token, madeAt: now });
  return token;
}
