import { verifyPassword } from '@/lib/server/crypto/password';
import { AppError, isAppError } from '@/lib/server/errors';
import { requireFreshSession } from '@/lib/server/services/accounts/session';
import { spendRecoveryCode } from '@/lib/server/services/accounts/spend-recovery-code';
import type { Actor } from '@/lib/server/services/actor';
import { checkAssertion } from '@/lib/server/services/passkeys/assertion';
import {
  type RelyingParty,
  requireRelyingParty,
} from '@/lib/server/services/passkeys/relying-party';
import type { CredentialAssertion, ProofInput } from '@/lib/shared/accounts/credential-schemas';
import type { PasskeyObstacle } from '@/lib/shared/accounts/passkey-schemas';
import { REASON_MESSAGE } from '@/lib/shared/error-messages';
import type { UserRecord } from '@/models/user';

/** How somebody shows again who they are, and where: a passkey is good at its own address alone. */
export interface Proof extends ProofInput {
  party: RelyingParty | PasskeyObstacle;
}

function wrong(field: 'password' | 'recoveryCode'): AppError {
  const name = field === 'password' ? 'password' : 'recovery code';
  return new AppError('bad_request', `The ${name} is not right.`, {
    fields: { [field]: 'is not right' },
    problems: { [field]: { reason: 'wrong' } },
  });
}

async function requirePassword(user: Pick<UserRecord, 'passwordHash'>, password: string) {
  if (password === '') {
    throw new AppError('bad_request', 'The password is needed.', {
      fields: { password: 'is required' },
      problems: { password: { reason: 'required' } },
    });
  }
  if (!(await verifyPassword(password, user.passwordHash))) throw wrong('password');
}

async function requireRecoveryCode(actor: Actor, code: string): Promise<void> {
  if (!(await spendRecoveryCode(actor.userId, code))) throw wrong('recoveryCode');
}

async function requirePasskey(
  actor: Actor,
  proof: Proof & { passkey: CredentialAssertion },
): Promise<void> {
  const party = requireRelyingParty(proof.party);
  try {
    await checkAssertion(party, { credential: proof.passkey, userId: actor.userId });
  } catch (error) {
    if (!isAppError(error, 'unauthorized')) throw error;
    // They are signed in; it is their answer that is wrong.
    throw new AppError('bad_request', REASON_MESSAGE.passkey_refused, {
      reason: 'passkey_refused',
      cause: error,
    });
  }
}

/**
 * Throws unless the actor shows again who they are: by a passkey of theirs, by a recovery code, which is
 * used up, or by the password (`bad_request`, naming what is wrong); where the account has no password,
 * also by a session of the last ten minutes (`forbidden`).
 */
export async function reauthenticate(
  actor: Actor,
  user: Pick<UserRecord, 'passwordHash'>,
  proof: Proof,
): Promise<void> {
  const { passkey, recoveryCode, password } = proof;
  if (passkey) await requirePasskey(actor, { ...proof, passkey });
  else if (recoveryCode) await requireRecoveryCode(actor, recoveryCode);
  else if (user.passwordHash === null) await requireFreshSession(actor);
  else await requirePassword(user, password ?? '');
}
