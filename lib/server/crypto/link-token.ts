import { createHash, randomBytes, randomInt } from 'node:crypto';
import { RECOVERY_CODES_COUNT, RESET_LINK_MINUTES } from '@/lib/shared/limits';

/** A secret for a link: 256 random bits, 43 characters that an address can hold. */
export function makeLinkToken(): string {
  return randomBytes(32).toString('base64url');
}

/** A secret for a link that is sent, and what is kept of it: its hash, and when it ends. */
export function makeLink(): { token: string; link: { tokenHash: string; expiresAt: Date } } {
  const token = makeLinkToken();
  const expiresAt = new Date(Date.now() + RESET_LINK_MINUTES * 60_000);
  return { token, link: { tokenHash: hashLinkToken(token), expiresAt } };
}

/** Letters and digits that nobody takes for another, on paper either. */
const CODE_SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789';
const CODE_GROUPS = 6;
const CODE_GROUP_SIGNS = 4;

/**
 * A code to write down: 118 random bits, in six groups of four. With fewer than 112, a fast hash would
 * not protect it where somebody reads the database.
 */
export function makeRecoveryCode(): string {
  const group = () =>
    Array.from({ length: CODE_GROUP_SIGNS }, () => CODE_SIGNS[randomInt(CODE_SIGNS.length)]).join(
      '',
    );
  return Array.from({ length: CODE_GROUPS }, group).join('-');
}

/** A code as it was made, however it was typed; any other text is no code, whatever comes out. */
export function normalizeRecoveryCode(text: string): string {
  const signs = text.toLowerCase().replace(/[^a-z0-9]/g, '');
  return signs.match(/.{1,4}/g)?.join('-') ?? '';
}

/**
 * What is kept of such a secret: who reads the database learns no link. As random as it is, it needs no
 * slow hash.
 */
export function hashLinkToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** Ten recovery codes to show once, and what is kept of them. */
export function makeRecoveryCodeSet(): { codes: string[]; hashes: string[] } {
  const codes = Array.from({ length: RECOVERY_CODES_COUNT }, makeRecoveryCode);
  return { codes, hashes: codes.map(hashLinkToken) };
}
