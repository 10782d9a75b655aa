import { makeRecoveryCodeSet } from '@/lib/server/crypto/link-token';
import { seal, unseal } from '@/lib/server/crypto/sealed';
import { findTotpStep, makeTotpKey, totpUri } from '@/lib/server/crypto/totp';
import { AppError, failFor } from '@/lib/server/errors';
import { log } from '@/lib/server/log';
import { forgetRate, requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import { getOwnRecord } from '@/lib/server/services/accounts/own-record';
import { type Proof, reauthenticate } from '@/lib/server/services/accounts/reauthenticate';
import { spendRecoveryCode } from '@/lib/server/services/accounts/spend-recovery-code';
import type { Actor } from '@/lib/server/services/actor';
import { SECOND_FACTOR_SETUP_MINUTES } from '@/lib/shared/limits';
import { User, type UserRecord } from '@/models/user';

const PURPOSE = 'second factor';

function wrongCode(code: 'bad_request' | 'unauthorized'): AppError {
  return new AppError(code, 'The code is not right, or was used already.', {
    reason: 'second_factor_wrong',
    fields: { code: 'is not right' },
    problems: { code: { reason: 'wrong' } },
  });
}

/** Since when the actor's password alone does not sign in; null while it does. */
export async function getSecondFactor(actor: Actor): Promise<{ since: string | null }> {
  const { secondFactor } = await getOwnRecord(actor);
  return { since: secondFactor?.since.toISOString() ?? null };
}

/**
 * Makes a key for the actor's authenticator app, after they have shown who they are; it counts once a code
 * of it was told (`confirmSecondFactor`), within a quarter of an hour. Throws what `reauthenticate` throws,
 * `conflict` where there is no password or a second factor is on, `rate_limited`.
 */
export async function beginSecondFactor(
  actor: Actor,
  proof: Proof,
): Promise<{ key: string; uri: string }> {
  await requireWithinRate('password', actor.userId);
  const user = await getOwnRecord(actor);
  if (user.secondFactor) throw failFor('conflict', 'second_factor_on');
  if (user.passwordHash === null) throw failFor('conflict', 'second_factor_no_password');
  await reauthenticate(actor, user, proof);
  const key = makeTotpKey();
  const expiresAt = new Date(Date.now() + SECOND_FACTOR_SETUP_MINUTES * 60_000);
  await User.updateOne(
    { _id: user._id },
    { $set: { secondFactorSetup: { key: seal(key, PURPOSE), expiresAt } } },
  );
  return { key, uri: totpUri(key, user.email ?? user.fullName) };
}

/**
 * Turns the second factor on with a first code of that key. Who has no recovery codes gets ten, which are
 * in this answer and nowhere else. Throws `bad_request` for a wrong code, `conflict` where no key waits for
 * one, `rate_limited` after ten attempts in five minutes.
 */
export async function confirmSecondFactor(
  actor: Actor,
  { code }: { code: string },
): Promise<{ codes: string[] | null }> {
  await requireWithinRate('password', actor.userId);
  const user = await getOwnRecord(actor);
  const setup = user.secondFactorSetup;
  const key = setup && unseal(setup.key, PURPOSE);
  if (!setup || !key || setup.expiresAt.getTime() <= Date.now()) {
    throw failFor('conflict', 'second_factor_over');
  }
  const step = findTotpStep(key, code);
  if (step === null) throw wrongCode('bad_request');
  const hasCodes = (user.recoveryCodes?.length ?? 0) > 0;
  const made = hasCodes ? null : makeRecoveryCodeSet();
  const { matchedCount } = await User.updateOne(
    { _id: user._id, 'secondFactorSetup.key': setup.key },
    {
      $set: {
        secondFactor: { key: setup.key, lastStep: step, since: new Date() },
        ...(made && { recoveryCodes: made.hashes }),
      },
      $unset: { secondFactorSetup: 1 },
    },
  );
  if (matchedCount === 0) throw failFor('conflict', 'second_factor_over');
  return { codes: made?.codes ?? null };
}

/** Turns it off, after the actor has shown who they are. Throws what `reauthenticate` throws. Idempotent. */
export async function removeSecondFactor(actor: Actor, proof: Proof): Promise<void> {
  await requireWithinRate('password', actor.userId);
  const user = await getOwnRecord(actor);
  await reauthenticate(actor, user, proof);
  await clearSecondFactor(user._id);
}

/** From now on the account's password alone signs in. Idempotent. */
export async function clearSecondFactor(userId: UserRecord['_id']): Promise<void> {
  await User.updateOne({ _id: userId }, { $unset: { secondFactor: 1, secondFactorSetup: 1 } });
}

/** Uses up the code of a time step: the same one, or an earlier one, is none any more. */
async function spendStep(user: UserRecord, code: string): Promise<boolean> {
  const { secondFactor } = user;
  const key = secondFactor && unseal(secondFactor.key, PURPOSE);
  const step = key ? findTotpStep(key, code) : null;
  if (!secondFactor || step === null) return false;
  const { matchedCount } = await User.updateOne(
    { _id: user._id, 'secondFactor.key': secondFactor.key, 'secondFactor.lastStep': { $lt: step } },
    { $set: { 'secondFactor.lastStep': step } },
  );
  return matchedCount === 1;
}

/**
 * Demands the second factor of somebody whose password was right: a code of the app, each once, or a
 * recovery code, which is used up. Does nothing where it is off. Throws `unauthorized` with the reason
 * `second_factor_needed` without a code and `second_factor_wrong` with a wrong one, `rate_limited` past
 * twenty wrong ones in an hour, from wherever they come.
 */
export async function requireSecondFactor(
  user: UserRecord,
  code: string | undefined,
): Promise<void> {
  if (!user.secondFactor) return;
  if (!code) throw failFor('unauthorized', 'second_factor_needed');
  const account = user._id.toHexString();
  await requireWithinRate('secondFactor', account);
  if (!(await spendStep(user, code)) && !(await spendRecoveryCode(user._id, code))) {
    // Whoever sends it has the password.
    log().warn({ userId: account }, 'second_factor.refused');
    throw wrongCode('unauthorized');
  }
  await forgetRate('secondFactor', account);
}
