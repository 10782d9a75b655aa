import { failFor, isDuplicateKey } from '@/lib/server/errors';
import { networkOf } from '@/lib/server/network';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import { type SignedIn, startSession } from '@/lib/server/services/accounts/account';
import { introduce, type Joined, storeNewcomer } from '@/lib/server/services/accounts/join';
import { endAllSessions } from '@/lib/server/services/accounts/session';
import type { RequestOrigin } from '@/lib/server/services/actor';
import { findInvitation } from '@/lib/server/services/invitations/accept';
import { nameFields } from '@/lib/server/services/people/names';
import { fullName } from '@/lib/shared/account-schemas';
import { canonicalEmail } from '@/lib/shared/email';
import { NAME_MAX_CHARACTERS } from '@/lib/shared/limits';
import { Identity } from '@/models/identity';
import { Passkey } from '@/models/passkey';
import { User, type UserRecord } from '@/models/user';

/** What a provider vouches for. */
export interface ProvidedIdentity {
  issuer: string;
  subject: string;
  email: string | null;
  /** Whether the provider has made sure that the address is theirs. */
  isEmailVerified: boolean;
  /** "" when the provider tells none. */
  fullName: string;
  /** Of the invitation link that the way to the provider began at, if it did at one. */
  invitation: string | null;
}

const ATTEMPT_MAX_COUNT = 3;

async function findByIdentity({ issuer, subject }: ProvidedIdentity): Promise<UserRecord | null> {
  const identity = await Identity.findOne({ issuer, subject }).lean();
  return identity && User.findOne({ _id: identity.userId, deletedAt: null }).lean();
}

/** Throws a duplicate-key error when the identity has become somebody's in between. */
async function addIdentity({ issuer, subject }: ProvidedIdentity, user: UserRecord): Promise<void> {
  await Identity.create({ issuer, subject, userId: user._id, createdAt: new Date() });
}

/**
 * Gives an account to the one whose address the provider has verified. Nobody has proved to own that
 * address before, so whoever made the account may be somebody else, who waits for its owner: the
 * password and the passkeys go, and all sessions end.
 */
async function takeOver(identity: ProvidedIdentity, user: UserRecord): Promise<UserRecord> {
  await addIdentity(identity, user);
  await User.updateOne(
    { _id: user._id },
    {
      $set: { passwordHash: null },
      $unset: {
        reset: 1,
        emailChange: 1,
        recoveryCodes: 1,
        secondFactor: 1,
        secondFactorSetup: 1,
      },
    },
  );
  await Passkey.deleteMany({ userId: user._id });
  await endAllSessions(user._id.toHexString(), 'password_changed');
  return { ...user, passwordHash: null };
}

/** The name that the provider tells, where it can be one here; else what is before the "@". */
function nameOf(identity: ProvidedIdentity, email: string): string {
  const told = [identity.fullName, email.split('@')[0] ?? ''];
  const names = told.flatMap((name) => {
    const short = [...name.trim()].slice(0, NAME_MAX_CHARACTERS).join('');
    return fullName.safeParse(short).data ?? [];
  });
  return names[0] ?? email;
}

/** A new account, connected with whoever invited its owner. */
async function create(identity: ProvidedIdentity, email: string): Promise<Joined> {
  const token = identity.invitation ?? undefined;
  const invitation = token === undefined ? null : await findInvitation(token);
  const account = {
    ...nameFields(nameOf(identity, email)),
    email,
    passwordHash: null,
    bio: '',
    createdAt: new Date(),
  };
  const found = await storeNewcomer(account, { token, invitation });
  await addIdentity(identity, found.user);
  await introduce(found);
  return found;
}

/** Throws `unauthorized` for an account that the operator has disabled. */
function requireEnabled(user: UserRecord): UserRecord {
  if (user.disabledAt) throw failFor('unauthorized', 'wrong_credentials');
  return user;
}

async function findOrCreate(identity: ProvidedIdentity): Promise<Joined> {
  const known = await findByIdentity(identity);
  if (known) return { user: requireEnabled(known), invitedBy: null };
  const email = identity.isEmailVerified ? canonicalEmail(identity.email ?? '') : null;
  if (!email) throw failFor('forbidden', 'provider_no_email');
  const user = await User.findOne({ email, deletedAt: null }).lean();
  if (!user) return create(identity, email);
  return { user: await takeOver(identity, requireEnabled(user)), invitedBy: null };
}

/**
 * Signs in whom a provider vouches for: to the account of that identity, else to the one of that
 * verified address, else to a new one, for which an invitation counts as in `signUp`. Throws `forbidden`
 * without an account where the address is not verified or SIGNUP keeps newcomers out, and `rate_limited` as signing up does.
 */
export async function signInWithIdentity(
  origin: RequestOrigin,
  identity: ProvidedIdentity,
): Promise<SignedIn & { invitedBy: string | null }> {
  await requireWithinRate('signUp', networkOf(origin.address));
  for (let attempt = 1; ; attempt++) {
    try {
      const { user, invitedBy } = await findOrCreate(identity);
      return { ...(await startSession(user, origin)), invitedBy };
    } catch (error) {
      // The same person in two tabs: the other one was a moment earlier.
      if (!isDuplicateKey(error) || attempt === ATTEMPT_MAX_COUNT) throw error;
    }
  }
}
