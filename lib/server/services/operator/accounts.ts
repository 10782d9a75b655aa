import type { Types } from 'mongoose';
import { AppError, failFor } from '@/lib/server/errors';
import { eraseAccount } from '@/lib/server/services/accounts/leaving';
import { type MadeLink, makeResetToken } from '@/lib/server/services/accounts/reset';
import { clearSecondFactor } from '@/lib/server/services/accounts/second-factor';
import { endAllSessions } from '@/lib/server/services/accounts/session';
import { requirePasswords } from '@/lib/server/services/accounts/setup';
import { silenceBotsOf } from '@/lib/server/services/bots/bot';
import { createInvitation } from '@/lib/server/services/invitations/invitation';
import { pageOf } from '@/lib/server/services/operator/page-of';
import { hasName, startsWith } from '@/lib/server/services/people/names';
import type { CreateInvitationInput } from '@/lib/shared/account-schemas';
import type { AccountDto } from '@/lib/shared/accounts/admin-schemas';
import { canonicalEmail } from '@/lib/shared/email';
import { Session } from '@/models/session';
import { User, type UserRecord } from '@/models/user';

/**
 * What the operator of a server does with accounts. Nobody is asked who they are here: whoever can reach
 * these functions has the machine, and with it the database.
 */

/** The account of an e-mail address or an id. Throws `not_found`. */
async function getAccount(person: string): Promise<UserRecord> {
  const email = canonicalEmail(person);
  const user = /^[0-9a-f]{24}$/i.test(person)
    ? await User.findOne({ _id: person, deletedAt: null }).lean()
    : email && (await User.findOne({ email, deletedAt: null }).lean());
  if (!user) throw new AppError('not_found', `There is no account for ${person}.`);
  return user;
}

function toAccountDto(user: UserRecord, sessions: number): AccountDto {
  return {
    _id: user._id.toHexString(),
    fullName: user.fullName,
    email: user.email ?? '',
    role: user.role,
    disabled: Boolean(user.disabledAt),
    sessions,
    createdAt: user.createdAt.toISOString(),
    lastSeenAt: user.lastSeenAt?.toISOString() ?? null,
  };
}

const isLive = () => ({ expiresAt: { $gt: new Date() } });

async function describe(user: UserRecord): Promise<AccountDto> {
  return toAccountDto(user, await Session.countDocuments({ userId: user._id, ...isLive() }));
}

/**
 * The accounts, the oldest first, of whom a name has a word that begins with `q`, or whose address begins
 * with it; with `total`, how many there are in all, and the cursor of the next page, if there is one.
 */
export async function listAccounts(input: {
  q?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}): Promise<{ people: AccountDto[]; total: number; nextCursor: string | null }> {
  const q = input.q?.trim();
  const named = q ? hasName(q) : null;
  const found = {
    deletedAt: null,
    ...(q && { $or: [...(named ? [named] : []), { email: startsWith(q.toLowerCase()) }] }),
  };
  const [rows, total] = await Promise.all([
    User.find({ ...found, ...(input.cursor && { _id: { $gt: input.cursor } }) })
      .sort({ _id: 1 })
      .limit(input.limit + 1)
      .lean(),
    User.countDocuments(found),
  ]);
  const { shown: users, nextCursor } = pageOf(rows, input.limit);
  const counts = await Session.aggregate<{ _id: Types.ObjectId; count: number }>([
    { $match: { userId: { $in: users.map(({ _id }) => _id) }, ...isLive() } },
    { $group: { _id: '$userId', count: { $sum: 1 } } },
  ]);
  const sessions = new Map(counts.map(({ _id, count }) => [_id.toHexString(), count]));
  const people = users.map((user) => toAccountDto(user, sessions.get(user._id.toHexString()) ?? 0));
  return { people, total, nextCursor };
}

/**
 * Keeps somebody from signing in and ends every session at once, and the keys of their bots; others see them as before. Throws
 * `not_found`. Idempotent.
 */
export async function disableAccount({ person }: { person: string }): Promise<AccountDto> {
  const user = await getAccount(person);
  const disabledAt = user.disabledAt ?? new Date();
  await User.updateOne(
    { _id: user._id },
    { $set: { disabledAt }, $unset: { reset: 1, emailChange: 1 } },
  );
  await endAllSessions(user._id.toHexString(), 'revoked');
  await silenceBotsOf(user._id.toHexString());
  return describe({ ...user, disabledAt });
}

/** Lets somebody sign in again. Throws `not_found`. Idempotent. */
export async function enableAccount({ person }: { person: string }): Promise<AccountDto> {
  const user = await getAccount(person);
  await User.updateOne({ _id: user._id }, { $unset: { disabledAt: 1 } });
  return describe({ ...user, disabledAt: null });
}

/** Makes somebody an administrator, or a member again. Throws `not_found`, `conflict` for a bot. Idempotent. */
export async function setRole(input: {
  person: string;
  role: UserRecord['role'];
}): Promise<AccountDto> {
  const user = await getAccount(input.person);
  if (user.botOwnerId) throw failFor('conflict', 'bot_refused');
  await User.updateOne({ _id: user._id, deletedAt: null }, { $set: { role: input.role } });
  return describe({ ...user, role: input.role });
}

/** Whether anybody who can sign in administers this server, not counting `except`. */
export async function hasAdministrator({ except }: { except?: string } = {}): Promise<boolean> {
  const found = { role: 'administrator' as const, disabledAt: null, deletedAt: null };
  return (await User.exists({ ...found, ...(except && { _id: { $ne: except } }) })) !== null;
}

/** Deletes an account for good, as its owner could. Throws `not_found`. */
export async function removeAccount({ person }: { person: string }): Promise<AccountDto> {
  const user = await getAccount(person);
  await eraseAccount(user);
  return toAccountDto(user, 0);
}

/**
 * Makes the one link with which somebody sets a new password; the last one is void. Throws `not_found`,
 * `conflict` for a disabled account, and `forbidden` where there are no passwords.
 */
export async function makeResetLink({ person }: { person: string }): Promise<MadeLink> {
  requirePasswords();
  const { _id } = await getAccount(person);
  const made = await makeResetToken({ _id });
  if (!made) throw new AppError('conflict', 'That account is disabled: enable it first.');
  return made;
}

/** Lets somebody sign in with their password alone, who has lost their authenticator app. Throws `not_found`. Idempotent. */
export async function removeSecondFactorOf({ person }: { person: string }): Promise<AccountDto> {
  const user = await getAccount(person);
  await clearSecondFactor(user._id);
  return describe(user);
}

/** Signs somebody out everywhere. Returns how many sessions ended. Throws `not_found`. */
export async function endSessionsOf({ person }: { person: string }): Promise<{ ended: number }> {
  const { _id } = await getAccount(person);
  const ended = await Session.countDocuments({ userId: _id, ...isLive() });
  await endAllSessions(_id.toHexString(), 'revoked');
  return { ended };
}

/**
 * Makes an invitation link in the administrator's name, whose contact whoever joins by it becomes. Throws
 * `not_found` on a server without an administrator, and what `createInvitation` throws.
 */
export async function invite(input: CreateInvitationInput): Promise<{ token: string }> {
  const administrator = await User.findOne({ role: 'administrator', deletedAt: null })
    .select('_id')
    .lean();
  if (!administrator) throw new AppError('not_found', 'Nobody is the administrator yet.');
  // In nobody's session: only what is bound to one asks for it.
  return createInvitation({ userId: administrator._id.toHexString(), sid: '' }, input);
}
