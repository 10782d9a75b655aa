import { getConfig } from '@/lib/server/config';
import { AppError, failFor } from '@/lib/server/errors';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import { getOwnRecord } from '@/lib/server/services/accounts/own-record';
import { type Proof, reauthenticate } from '@/lib/server/services/accounts/reauthenticate';
import type { Actor } from '@/lib/server/services/actor';
import { askForPasskey, type CredentialOptions } from '@/lib/server/services/passkeys/assertion';
import {
  askForNewPasskey,
  checkRegistration,
  makeUserHandle,
  storePasskey,
} from '@/lib/server/services/passkeys/registration';
import type { RelyingParty } from '@/lib/server/services/passkeys/relying-party';
import type { NewCredential } from '@/lib/shared/accounts/credential-schemas';
import type { PasskeyDto } from '@/lib/shared/accounts/passkey-schemas';
import { PASSKEYS_MAX_COUNT } from '@/lib/shared/limits';
import { Identity } from '@/models/identity';
import { Passkey, type PasskeyRecord, toPasskeyDto } from '@/models/passkey';
import { User, type UserRecord } from '@/models/user';

/** The actor's passkeys, the oldest first. */
export async function listPasskeys(actor: Actor): Promise<{ passkeys: PasskeyDto[] }> {
  const rows = await Passkey.find({ userId: actor.userId }).sort({ _id: 1 }).lean();
  return { passkeys: rows.map(toPasskeyDto) };
}

/** What the account is to authenticators: given to it with its first passkey, and kept. */
async function getUserHandle(actor: Actor): Promise<string> {
  const userHandle = makeUserHandle();
  await User.updateOne(
    { _id: actor.userId, passkeyHandle: { $exists: false } },
    { $set: { passkeyHandle: userHandle } },
  );
  return (await getOwnRecord(actor)).passkeyHandle ?? userHandle;
}

/**
 * What the browser needs to make another passkey of the actor's, after they have shown who they are.
 * Throws what `reauthenticate` throws, `conflict` past 50 passkeys, `rate_limited` after ten attempts in
 * five minutes.
 */
export async function beginAddingPasskey(
  actor: Actor,
  { proof, party }: { proof: Proof; party: RelyingParty },
): Promise<{ options: CredentialOptions }> {
  await requireWithinRate('password', actor.userId);
  const user = await getOwnRecord(actor);
  const count = await Passkey.countDocuments({ userId: actor.userId });
  if (count >= PASSKEYS_MAX_COUNT) throw failFor('conflict', 'too_many_passkeys');
  await reauthenticate(actor, user, proof);
  return askForNewPasskey(party, {
    userId: actor.userId,
    userHandle: await getUserHandle(actor),
    accountName: user.email ?? user.fullName,
    fullName: user.fullName,
  });
}

/**
 * Adds the passkey that was made with such options. Throws `bad_request` where it was not, `conflict`
 * where it is there already. Not idempotent: options are good once.
 */
export async function addPasskey(
  actor: Actor,
  input: { credential: NewCredential; party: RelyingParty; device: string },
): Promise<{ passkey: PasskeyDto }> {
  await requireWithinRate('profile', actor.userId);
  const { credential, party, device } = input;
  const { passkey, userHandle } = await checkRegistration(party, {
    credential,
    userId: actor.userId,
  });
  const user = await getOwnRecord(actor);
  // A provider's owner took the account over in between.
  if (user.passkeyHandle !== userHandle) throw failFor('bad_request', 'passkey_not_made');
  return { passkey: toPasskeyDto(await storePasskey(passkey, { userId: user._id, device })) };
}

/** Names one of the actor's passkeys; "" takes the name away. Throws `not_found`. Idempotent. */
export async function renamePasskey(
  actor: Actor,
  { passkeyId, name }: { passkeyId: string; name: string },
): Promise<{ passkey: PasskeyDto }> {
  await requireWithinRate('profile', actor.userId);
  const passkey = await Passkey.findOneAndUpdate(
    { _id: passkeyId, userId: actor.userId },
    { $set: { name } },
    { returnDocument: 'after' },
  ).lean();
  if (!passkey) throw new AppError('not_found');
  return { passkey: toPasskeyDto(passkey) };
}

/** Whether there is another way to sign in than the passkey. */
async function hasOtherWay(user: UserRecord, passkeyId: PasskeyRecord['_id']): Promise<boolean> {
  const { passwords, oidc } = getConfig();
  if (passwords && user.passwordHash !== null && user.email) return true;
  if (await Passkey.exists({ userId: user._id, _id: { $ne: passkeyId } })) return true;
  return (
    oidc !== null && (await Identity.exists({ userId: user._id, issuer: oidc.issuer })) !== null
  );
}

/**
 * Removes one of the actor's passkeys, after they have shown who they are. Throws what `reauthenticate`
 * throws, `not_found`, `conflict` for the only way to sign in, `rate_limited` after ten attempts in five
 * minutes.
 */
export async function removePasskey(
  actor: Actor,
  { passkeyId, proof }: { passkeyId: string; proof: Proof },
): Promise<void> {
  await requireWithinRate('password', actor.userId);
  const user = await getOwnRecord(actor);
  const passkey = await Passkey.findOne({ _id: passkeyId, userId: actor.userId }).lean();
  if (!passkey) throw new AppError('not_found');
  if (!(await hasOtherWay(user, passkey._id))) throw failFor('conflict', 'last_way_in');
  await reauthenticate(actor, user, proof);
  await Passkey.deleteOne({ _id: passkey._id });
  if (await hasOtherWay(user, passkey._id)) return;
  // The last two were removed at the same instant.
  await Passkey.create(passkey);
  throw failFor('conflict', 'last_way_in');
}

/** What the browser needs to ask for a passkey of the actor's, as `reauthenticate` wants it. */
export async function beginConfirming(
  actor: Actor,
  party: RelyingParty,
): Promise<{ options: CredentialOptions }> {
  await requireWithinRate('profile', actor.userId);
  return askForPasskey(party, actor.userId);
}
