import { Types } from 'mongoose';
import { log } from '@/lib/server/log';
import { networkOf } from '@/lib/server/network';
import { giveBackRate, requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import { type SignedIn, startSession } from '@/lib/server/services/accounts/account';
import { join, requireWelcome } from '@/lib/server/services/accounts/join';
import { endSession } from '@/lib/server/services/accounts/session';
import type { RequestOrigin } from '@/lib/server/services/actor';
import {
  askForPasskey,
  type CredentialOptions,
  checkAssertion,
  passkeyRefused,
} from '@/lib/server/services/passkeys/assertion';
import {
  askForNewPasskey,
  checkRegistration,
  makeUserHandle,
  storePasskey,
} from '@/lib/server/services/passkeys/registration';
import type { RelyingParty } from '@/lib/server/services/passkeys/relying-party';
import { nameFields } from '@/lib/server/services/people/names';
import type { CredentialAssertion } from '@/lib/shared/accounts/credential-schemas';
import type {
  BeginPasskeySignUpInput,
  PasskeySignUpInput,
} from '@/lib/shared/accounts/passkey-schemas';
import { Passkey } from '@/models/passkey';
import { User } from '@/models/user';

/** What the browser needs to ask for a passkey of whoever signs in. Throws `rate_limited`. */
export async function beginPasskeySignIn(
  origin: RequestOrigin,
  party: RelyingParty,
): Promise<{ options: CredentialOptions }> {
  await requireWithinRate('passkeyOptions', networkOf(origin.address));
  return askForPasskey(party, null);
}

/**
 * Signs in whose passkey that is, as a password does. Throws `unauthorized`, for whatever reason it is not
 * accepted, and `rate_limited` after a hundred that were refused in five minutes from one place.
 */
export async function signInWithPasskey(
  origin: RequestOrigin,
  { credential, party }: { credential: CredentialAssertion; party: RelyingParty },
): Promise<SignedIn> {
  const place = networkOf(origin.address);
  await requireWithinRate('passkey', place);
  try {
    const passkey = await checkAssertion(party, { credential, userId: null });
    const user = await User.findOne({ _id: passkey.userId, deletedAt: null }).lean();
    if (!user || user.disabledAt) throw passkeyRefused();
    const signedIn = await startSession(user, origin);
    // Removed, or its owner shut out, while it was checked: neither would end this session.
    const [isStill, now] = await Promise.all([
      Passkey.exists({ _id: passkey._id }),
      User.findOne({ _id: user._id, deletedAt: null, disabledAt: null }).select('_id').lean(),
    ]);
    if (!isStill || !now) {
      await endSession({ userId: signedIn.user._id, sid: signedIn.sid }, { sid: signedIn.sid });
      throw passkeyRefused();
    }
    await giveBackRate('passkey', place);
    return signedIn;
  } catch (error) {
    log().info({ address: origin.address }, 'log_in.refused');
    throw error;
  }
}

/**
 * What the browser needs to make the passkey that an account begins with. Throws `forbidden` where SIGNUP
 * keeps newcomers out, `rate_limited`.
 */
export async function beginPasskeySignUp(
  origin: RequestOrigin,
  { fullName, invitation, party }: BeginPasskeySignUpInput & { party: RelyingParty },
): Promise<{ options: CredentialOptions }> {
  await requireWithinRate('passkeyOptions', networkOf(origin.address));
  await requireWelcome(invitation);
  const userHandle = makeUserHandle();
  return askForNewPasskey(party, { userId: null, userHandle, accountName: fullName, fullName });
}

/**
 * Creates an account that has neither an e-mail address nor a password, by the rules of `signUp`, and
 * signs in to it. Throws `bad_request` for a passkey that was not made for it, and what `join` throws.
 */
export async function signUpWithPasskey(
  origin: RequestOrigin,
  { party, credential, ...input }: PasskeySignUpInput & { party: RelyingParty },
): Promise<SignedIn & { invitedBy: string | null }> {
  const _id = new Types.ObjectId();
  let isStored = false;
  try {
    const { user, invitedBy } = await join(origin, {
      invitation: input.invitation,
      makeAccount: async () => {
        const { passkey, userHandle } = await checkRegistration(party, {
          credential,
          userId: null,
        });
        // Before the account: one that nobody could sign in to must not come to be.
        await storePasskey(passkey, { userId: _id, device: origin.device });
        isStored = true;
        return {
          _id,
          ...nameFields(input.fullName),
          passwordHash: null,
          passkeyHandle: userHandle,
          bio: input.bio ?? '',
          createdAt: new Date(),
        };
      },
    });
    return { ...(await startSession(user, origin)), invitedBy };
  } catch (error) {
    if (isStored && !(await User.exists({ _id }))) await Passkey.deleteMany({ userId: _id });
    throw error;
  }
}
