import { Secret, TOTP } from 'otpauth';

/** What an authenticator app shows for a key; `steps` of half a minute later. */
export function codeOf(key: string, steps = 0): string {
  const totp = new TOTP({
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
    secret: Secret.fromBase32(key),
  });
  return totp.generate({ timestamp: Date.now() + steps * 30_000 });
}
