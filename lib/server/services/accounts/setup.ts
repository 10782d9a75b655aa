import { getConfig } from '@/lib/server/config';
import { AppError, failFor, isDuplicateKey } from '@/lib/server/errors';
import type { AuthOptionsDto } from '@/lib/shared/dto';
import { User, type UserRecord } from '@/models/user';

/** Whether nobody has an account yet. One read, of one entry of an index. */
async function isEmptyServer(): Promise<boolean> {
  return (await User.exists({ deletedAt: null })) === null;
}

/** How one can sign in and up here; for anybody, signed in or not. `passkeys` depends on the address. */
export async function getAuthOptions(address: { passkeys: boolean }): Promise<AuthOptionsDto> {
  return {
    signup: getConfig().signUp,
    passwords: getConfig().passwords,
    passkeys: address.passkeys,
    reset: getConfig().smtpUrl ? 'mail' : 'operator',
    oidc: getConfig().oidc?.name ?? null,
    needsSetup: await isEmptyServer(),
    retentionDays: getConfig().retentionDays,
    fileMaxBytes: getConfig().fileMaxBytes,
    linkPreviews: getConfig().linkPreviews,
  };
}

/** Throws `forbidden` where people sign in with a provider alone. */
export function requirePasswords(): void {
  if (!getConfig().passwords) throw failFor('forbidden', 'passwords_off');
}

/** Why nobody can make an account here, with or without the token of an invitation that is none (any more). */
export function signUpRefusal(token: string | undefined): AppError {
  if (getConfig().signUp === 'closed') return failFor('forbidden', 'sign_up_closed');
  return failFor('forbidden', token ? 'invitation_over' : 'invitation_needed');
}

/**
 * Throws `forbidden` where SIGNUP keeps newcomers out. The first account of an empty server may be made
 * whatever it says: nobody could invite its maker.
 */
export async function requireSignUp(input: {
  token: string | undefined;
  isInvited: boolean;
}): Promise<void> {
  if (getConfig().signUp === 'open' || input.isInvited || (await isEmptyServer())) return;
  throw signUpRefusal(input.token);
}

/** The answer where somebody else has the e-mail address. */
export const addressTaken = (): AppError =>
  new AppError('conflict', 'There is already an account with that e-mail address.', {
    fields: { email: 'already has an account' },
    problems: { email: { reason: 'taken' } },
  });

export type NewUser = Omit<
  UserRecord,
  '_id' | 'role' | 'isFirst' | 'profilePic' | 'lastSeenAt' | 'deletedAt'
> &
  Partial<Pick<UserRecord, '_id' | 'profilePic' | 'lastSeenAt'>>;

/**
 * Stores an account: the administrator on an empty server, a member on any other. Throws a duplicate-key
 * error on the e-mail address, and `memberRefusal`, if there is one, in place of storing a member.
 */
export async function createUser(
  user: NewUser,
  { memberRefusal }: { memberRefusal: AppError | null },
): Promise<UserRecord> {
  if (await isEmptyServer()) {
    try {
      return await User.create({ ...user, role: 'administrator', isFirst: true });
    } catch (error) {
      // Somebody else made the first account in between.
      if (!isDuplicateKey(error, 'isFirst')) throw error;
    }
  }
  if (memberRefusal) throw memberRefusal;
  return User.create({ ...user, role: 'member' });
}

/** Makes the oldest account the administrator where nobody is. Does nothing on an empty server. Idempotent. */
export async function passOnAdministration(): Promise<void> {
  if (await User.exists({ role: 'administrator' })) return;
  const person = { deletedAt: null, botOwnerId: null };
  await User.findOneAndUpdate(person, { $set: { role: 'administrator' } }).sort({ _id: 1 });
}
