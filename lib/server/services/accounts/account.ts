import { randomUUID } from 'node:crypto';
import { hashPassword, isOldHash, verifyPassword } from '@/lib/server/crypto/password';
import { signToken } from '@/lib/server/crypto/token';
import { AppError, failFor } from '@/lib/server/errors';
import { processAvatar } from '@/lib/server/images/process';
import type { ImageSource } from '@/lib/server/images/source';
import { imageStore, removeUnusedUpload } from '@/lib/server/images/store';
import { log } from '@/lib/server/log';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import { join } from '@/lib/server/services/accounts/join';
import { allowLogIn, noteLogIn } from '@/lib/server/services/accounts/log-in-limits';
import { announceProfile, getOwnRecord } from '@/lib/server/services/accounts/own-record';
import { requireSecondFactor } from '@/lib/server/services/accounts/second-factor';
import {
  createSession,
  endOtherSessions,
  endSession,
} from '@/lib/server/services/accounts/session';
import { requirePasswords } from '@/lib/server/services/accounts/setup';
import type { Actor, RequestOrigin } from '@/lib/server/services/actor';
import { mayInvite } from '@/lib/server/services/invitations/invitation';
import { requireUnguessable } from '@/lib/server/services/passwords/guessable-password';
import { nameFields } from '@/lib/server/services/people/names';
import type {
  ChangePasswordInput,
  LogInInput,
  SignUpInput,
  UpdateProfileInput,
} from '@/lib/shared/account-schemas';
import type { OwnUserDto } from '@/lib/shared/dto';
import { toOwnUserDto, User, type UserRecord } from '@/models/user';

export interface SignedIn {
  user: OwnUserDto;
  token: string;
  sid: string;
  /** For the browser to keep: with it, others' wrong passwords do not keep this person out. */
  knownDevice: string;
}

/** Starts a session of somebody who has shown who they are. Not idempotent. */
export async function startSession(user: UserRecord, origin: RequestOrigin): Promise<SignedIn> {
  const userId = user._id.toHexString();
  const sid = await createSession({ userId, device: origin.device });
  return {
    user: toOwnUserDto(user),
    token: signToken({ userId, sid }),
    sid,
    knownDevice: await noteLogIn({ ...origin, account: user.email ?? userId }),
  };
}

/**
 * Creates an account and signs in to it; those who may see the person are told. The first account of an
 * empty server is its administrator. An invitation connects the person with its maker; without one that
 * is still good, SIGNUP may keep them out. Throws `forbidden` then and where there are no passwords, `conflict` when the address has an
 * account already, `rate_limited` past 60 in ten minutes from one network address. Not idempotent.
 */
export async function signUp(
  origin: RequestOrigin,
  input: SignUpInput,
): Promise<SignedIn & { invitedBy: string | null }> {
  requirePasswords();
  await requireUnguessable(input.password, input);
  const { user, invitedBy } = await join(origin, {
    invitation: input.invitation,
    makeAccount: async () => ({
      ...nameFields(input.fullName),
      email: input.email,
      passwordHash: await hashPassword(input.password),
      bio: input.bio ?? '',
      createdAt: new Date(),
    }),
  });
  return { ...(await startSession(user, origin)), invitedBy };
}

/**
 * Signs in. Throws `unauthorized`, the same and after the same work whether or not the account exists
 * or is disabled, and once the password was right what `requireSecondFactor` throws; `rate_limited` in five
 * minutes after ten wrong attempts at one account from one place, or a hundred from one place or at one
 * account from places where it is not known; `forbidden` where there are no passwords.
 */
export async function logIn(origin: RequestOrigin, input: LogInInput): Promise<SignedIn> {
  requirePasswords();
  const restoreDraft = await allowLogIn({ ...origin, account: input.email });
  const user = await User.findOne({ email: input.email }).lean();
  const isRight = await verifyPassword(input.password, user?.passwordHash ?? null);
  if (!user || !isRight || user.disabledAt) {
    // For those who watch the log for guessers, as fail2ban does.
    const userId = user && { userId: user._id.toHexString() };
    log().info({ address: origin.address, ...userId }, 'log_in.refused');
    throw wrongCredentials();
  }
  await restoreDraft();
  // Not before the password is known to be right: whether there is one is nobody else's business.
  await requireSecondFactor(user, input.code);
  const signedIn = await startSession(user, origin);
  if (await isPasswordStill(user, input.password)) return signedIn;
  await endSession({ userId: signedIn.user._id, sid: signedIn.sid }, { sid: signedIn.sid });
  throw wrongCredentials();
}

const wrongCredentials = () => failFor('unauthorized', 'wrong_credentials');

/**
 * Whether a password that was just right still is, asked after its session was made. A change of
 * password ends all sessions that exist; without this, a log-in that checked the old password at
 * that moment would keep one. Also replaces a hash of the old kind.
 */
async function isPasswordStill(user: UserRecord, password: string): Promise<boolean> {
  if (user.passwordHash !== null && isOldHash(user.passwordHash)) {
    const passwordHash = await hashPassword(password);
    const { matchedCount } = await User.updateOne(
      { _id: user._id, passwordHash: user.passwordHash, disabledAt: null },
      { $set: { passwordHash } },
    );
    if (matchedCount === 1) return true;
  }
  const now = await User.findById(user._id).select('passwordHash disabledAt').lean();
  if (!now || now.disabledAt) return false;
  return now.passwordHash === user.passwordHash || verifyPassword(password, now.passwordHash);
}

/** The actor's own account, and whether they may invite others. Throws `unauthorized` when it no longer exists. */
export async function getOwnAccount(
  actor: Actor,
): Promise<{ user: OwnUserDto; mayInvite: boolean; isAdministrator: boolean }> {
  const user = await getOwnRecord(actor);
  const isAdministrator = user.role === 'administrator';
  return { user: toOwnUserDto(user), mayInvite: mayInvite(user), isAdministrator };
}

/** The actor's own account. Throws `unauthorized` when it no longer exists. */
export async function getOwnUser(actor: Actor): Promise<OwnUserDto> {
  return (await getOwnAccount(actor)).user;
}

/**
 * Changes the actor's password, ends every other session and makes a link that was sent void. Throws `bad_request` naming the field
 * when the current password is wrong, `rate_limited` after ten attempts in five minutes.
 */
export async function changePassword(actor: Actor, input: ChangePasswordInput): Promise<void> {
  await requireWithinRate('password', actor.userId);
  const user = await User.findById(actor.userId).select('passwordHash fullName email').lean();
  if (!user || !(await verifyPassword(input.currentPassword, user.passwordHash))) {
    throw new AppError('bad_request', 'The current password is not right.', {
      fields: { currentPassword: 'is not right' },
      problems: { currentPassword: { reason: 'wrong' } },
    });
  }
  await requireUnguessable(input.newPassword, { ...user, field: 'newPassword' });
  const passwordHash = await hashPassword(input.newPassword);
  // Only if nobody changed it in between, or an attacker's change could overtake this one.
  const { matchedCount } = await User.updateOne(
    { _id: actor.userId, passwordHash: user.passwordHash },
    // Who could ask for a link before is shut out by the new password, too.
    { $set: { passwordHash }, $unset: { reset: 1, emailChange: 1 } },
  );
  if (matchedCount === 0) throw new AppError('conflict');
  await endOtherSessions(actor, 'password_changed');
}

async function storeAvatar(actor: Actor, source: ImageSource): Promise<string> {
  await requireWithinRate('upload', actor.userId);
  const image = await processAvatar(source, actor.userId);
  return imageStore().put({
    name: `avatar-${actor.userId}-${randomUUID()}.${image.extension}`,
    bytes: image.bytes,
  });
}

/** Throws `bad_request` for anything but the name of a zone: an offset only some browsers can read. */
function requireTimeZone(name: string): void {
  try {
    if (/^[a-z]/i.test(name) && Intl.DateTimeFormat('en', { timeZone: name })) return;
  } catch {
    // Not known to this machine.
  }
  throw new AppError('bad_request', undefined, {
    fields: { timeZone: 'is no time zone' },
    problems: { timeZone: { reason: 'not_valid' } },
  });
}

/**
 * Changes name, bio, picture or time zone: what is absent stays; `profilePic: null` removes the
 * picture, `picture` (any image) replaces it, and `timeZone: null` shows no local time any more.
 * Those who watch the actor are told. Idempotent. Throws `bad_request` for a zone that is none,
 * `too_large` and `unsupported_type` for the picture, `rate_limited`.
 */
export async function updateProfile(
  actor: Actor,
  input: Omit<UpdateProfileInput, 'profilePic'> & { profilePic?: null; picture?: ImageSource },
): Promise<OwnUserDto> {
  await requireWithinRate('profile', actor.userId);
  if (typeof input.timeZone === 'string') requireTimeZone(input.timeZone);
  const profilePic = input.picture
    ? await storeAvatar(actor, input.picture)
    : input.profilePic === null
      ? ''
      : undefined;
  const changes = {
    ...(input.fullName !== undefined && nameFields(input.fullName)),
    ...(input.bio !== undefined && { bio: input.bio }),
    ...(input.timeZone !== undefined && { timeZone: input.timeZone }),
    ...(profilePic !== undefined && { profilePic }),
  };
  if (Object.keys(changes).length === 0) return getOwnUser(actor);

  const before = await User.findByIdAndUpdate(actor.userId, { $set: changes }).lean();
  if (!before) {
    if (profilePic) await removeUnusedUpload(profilePic);
    throw new AppError('unauthorized');
  }
  const user = { ...before, ...changes };
  if (profilePic !== undefined && before.profilePic && before.profilePic !== profilePic) {
    await removeUnusedUpload(before.profilePic);
  }
  announceProfile(user);
  return toOwnUserDto(user);
}
