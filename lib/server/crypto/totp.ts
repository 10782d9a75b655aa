import { Secret, TOTP } from 'otpauth';

/** RFC 4226 asks for 160 bits. */
const KEY_BYTES = 20;
/** What every authenticator app understands. */
const SHAPE = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** Clocks of phones are a little off, and people type slowly. */
const WINDOW_STEPS = 1;

/** A new key for an authenticator app, base32. */
export const makeTotpKey = (): string => new Secret({ size: KEY_BYTES }).base32;

/** The address that a QR code holds for an authenticator app. */
export function totpUri(key: string, account: string): string {
  return new TOTP({
    ...SHAPE,
    issuer: 'Parley',
    label: account,
    secret: Secret.fromBase32(key),
  }).toString();
}

/** The number of the time step whose code that is, now or a step away; null where it is none. */
export function findTotpStep(key: string, code: string, now = Date.now()): number | null {
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const secret = Secret.fromBase32(key);
  const delta = TOTP.validate({ ...SHAPE, secret, token, timestamp: now, window: WINDOW_STEPS });
  return delta === null ? null : TOTP.counter({ ...SHAPE, timestamp: now }) + delta;
}
