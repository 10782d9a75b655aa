import { isDuplicateKey } from '@/lib/server/errors';
import type { AuthOptionsDto } from '@/lib/shared/dto';
import { User, type UserRecord } from '@/models/user';

/** Whether nobody has an account yet. One read, of one entry of an index. */
async function isEmptyServer(): Promise<boolean> {
  return (await User.exists({})) === null;
}

/** How one can sign in and up here; for anybody, signed in or not. */
export async function getAuthOptions(): Promise<AuthOptionsDto> {
  return {
    signup: 'open',
    passwords: true,
    passkeys: false,
    oidc: null,
    reset: 'operator',
    needsSetup: await isEmptyServer(),
  };
}

type NewUser = Omit<UserRecord, '_id' | 'role' | 'isFirst' | 'profilePic' | 'lastSeenAt'> &
  Partial<Pick<UserRecord, '_id' | 'profilePic' | 'lastSeenAt'>>;

/**
 * Stores an account: the administrator on an empty server, a member on any other. Throws a
 * duplicate-key error on the e-mail address.
 */
export async function createUser(user: NewUser): Promise<UserRecord> {
  if (await isEmptyServer()) {
    try {
      return await User.create({ ...user, role: 'administrator', isFirst: true });
    } catch (error) {
      // Somebody else made the first account in between.
      if (!isDuplicateKey(error, 'isFirst')) throw error;
    }
  }
  return User.create({ ...user, role: 'member' });
}

/**
 * Gives a server from before there were roles its administrator: the account it began with. Does
 * nothing where any account has a role. Idempotent.
 */
export async function ensureAdministrator(): Promise<void> {
  if (await User.exists({ role: { $exists: true } })) return;
  const oldest = await User.findOne().sort({ _id: 1 }).select('_id').lean();
  if (!oldest) return;
  // The administrator last: if the process ends in between, the next start does all of this again.
  await User.updateMany(
    { _id: { $ne: oldest._id }, role: { $exists: false } },
    { $set: { role: 'member' } },
  );
  await User.updateOne({ _id: oldest._id }, { $set: { role: 'administrator', isFirst: true } });
}
