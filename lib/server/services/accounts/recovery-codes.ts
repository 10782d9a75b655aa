import { makeRecoveryCodeSet } from '@/lib/server/crypto/link-token';
import { AppError } from '@/lib/server/errors';
import { log } from '@/lib/server/log';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import { type Proof, reauthenticate } from '@/lib/server/services/accounts/reauthenticate';
import type { Actor } from '@/lib/server/services/actor';
import { User } from '@/models/user';

/** How many of the actor's codes have not been used. */
export async function countRecoveryCodes(actor: Actor): Promise<{ left: number }> {
  const user = await User.findById(actor.userId).select('recoveryCodes').lean();
  return { left: user?.recoveryCodes?.length ?? 0 };
}

/**
 * Makes ten codes, each of which sets a new password once (`resetPassword`), in place of the last ones.
 * They are in this answer and nowhere else. Throws `bad_request` naming the field when the proof is wrong,
 * `forbidden` when there is no password and the session is older than ten minutes, `rate_limited` after ten attempts in five minutes. Not idempotent.
 */
export async function makeRecoveryCodes(actor: Actor, proof: Proof): Promise<{ codes: string[] }> {
  await requireWithinRate('password', actor.userId);
  const user = await User.findById(actor.userId).select('passwordHash').lean();
  if (!user) throw new AppError('unauthorized');
  await reauthenticate(actor, user, proof);
  const { codes, hashes } = makeRecoveryCodeSet();
  const { matchedCount } = await User.updateOne(
    { _id: user._id, passwordHash: user.passwordHash },
    { $set: { recoveryCodes: hashes } },
  );
  if (matchedCount === 0) throw new AppError('conflict');
  log().info({ userId: actor.userId }, 'account.recovery_codes_made');
  return { codes };
}
