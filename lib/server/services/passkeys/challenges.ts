import { hashLinkToken, makeLinkToken } from '@/lib/server/crypto/link-token';
import { PASSKEY_CHALLENGE_MINUTES } from '@/lib/shared/limits';
import {
  type ChallengePurpose,
  PasskeyChallenge,
  type PasskeyChallengeRecord,
} from '@/models/passkey-challenge';

interface Use {
  purpose: ChallengePurpose;
  /** Whose answer it has to be; null where nobody is known yet. */
  userId: string | null;
}

/**
 * Makes a challenge, stored so that any node can take it once within five minutes; answers it as base64url.
 * Not idempotent.
 */
export async function makeChallenge(
  use: Use & { userHandle?: string },
): Promise<Uint8Array<ArrayBuffer>> {
  const challenge = makeLinkToken();
  await PasskeyChallenge.create({
    _id: hashLinkToken(challenge),
    purpose: use.purpose,
    userId: use.userId,
    userHandle: use.userHandle ?? null,
    expiresAt: new Date(Date.now() + PASSKEY_CHALLENGE_MINUTES * 60_000),
  });
  return new Uint8Array(Buffer.from(challenge, 'base64url'));
}

/** Takes a challenge: null where it is none, was used, is too old or was made for something else. */
export async function takeChallenge(
  challenge: string,
  { purpose, userId }: Use,
): Promise<PasskeyChallengeRecord | null> {
  return PasskeyChallenge.findOneAndDelete({
    _id: hashLinkToken(challenge),
    purpose,
    userId,
    expiresAt: { $gt: new Date() },
  }).lean();
}
