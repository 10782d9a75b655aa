import { getConfig } from '@/lib/server/config';
import { hashLinkToken, makeLink } from '@/lib/server/crypto/link-token';
import { AppError, failFor, isDuplicateKey } from '@/lib/server/errors';
import { publish, rooms } from '@/lib/server/events/publish';
import { log } from '@/lib/server/log';
import { queueMail } from '@/lib/server/mail/mail-queue';
import { networkOf } from '@/lib/server/network';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import { getOwnRecord } from '@/lib/server/services/accounts/own-record';
import { type Proof, reauthenticate } from '@/lib/server/services/accounts/reauthenticate';
import type { WriteLetter } from '@/lib/server/services/accounts/reset';
import { addressTaken } from '@/lib/server/services/accounts/setup';
import type { Actor, RequestOrigin } from '@/lib/server/services/actor';
import type { ConfirmEmailInput } from '@/lib/shared/account-schemas';
import type { OwnUserDto } from '@/lib/shared/dto';
import { toOwnUserDto, User, type UserRecord } from '@/models/user';

/** Says to the old address where the account has moved. */
export type WriteNotice = (facts: { fullName: string; email: string }) => ReturnType<WriteLetter>;

/**
 * Moves an account to another address, as long as `found` still holds. Links that were sent to the old
 * one are void. Throws `conflict` where somebody else has the address.
 */
async function moveTo(
  email: string,
  found: { _id: UserRecord['_id'] } & Record<string, unknown>,
): Promise<OwnUserDto | null> {
  try {
    const user = await User.findOneAndUpdate(
      { ...found, deletedAt: null },
      { $set: { email }, $unset: { reset: 1, emailChange: 1 } },
      { returnDocument: 'after' },
    ).lean();
    if (!user) return null;
    const own = toOwnUserDto(user);
    log().info({ userId: own._id }, 'account.email_changed');
    publish([rooms.user(own._id)], 'user:updated', own);
    return own;
  } catch (error) {
    if (isDuplicateKey(error, 'email')) throw addressTaken();
    throw error;
  }
}

/**
 * Changes the actor's e-mail address, or gives them one, after they have shown who they are: with SMTP_URL a link is sent to the new one,
 * and the address changes once that is used (`confirmEmail`); without, at once. Throws `bad_request`
 * naming the field when the proof is wrong, `forbidden` when there is no password and the session is older
 * than ten minutes, `conflict` when the address has an account, `rate_limited`
 * after ten attempts in five minutes or three mails to one address in a quarter of an hour.
 */
export async function changeEmail(
  actor: Actor,
  { email, write, ...proof }: Proof & { email: string; write: WriteLetter },
): Promise<{ user: OwnUserDto; confirm: boolean }> {
  await requireWithinRate('password', actor.userId);
  const user = await getOwnRecord(actor);
  await reauthenticate(actor, user, proof);
  if (email === user.email) return { user: toOwnUserDto(user), confirm: false };
  if (await User.exists({ email })) throw addressTaken();
  const asBefore = { _id: user._id, passwordHash: user.passwordHash };
  if (!getConfig().smtpUrl) {
    const moved = await moveTo(email, asBefore);
    if (!moved) throw new AppError('conflict');
    return { user: moved, confirm: false };
  }
  await requireWithinRate('forgot', email);
  const { token, link } = makeLink();
  const emailChange = { email, ...link };
  const { matchedCount } = await User.updateOne(asBefore, { $set: { emailChange } });
  if (matchedCount === 0) throw new AppError('conflict');
  queueMail(async () => ({ to: email, ...write({ fullName: user.fullName, token }) }));
  return { user: toOwnUserDto(user), confirm: true };
}

/**
 * Takes the new address with the token of the link that was sent there, and tells the old one. Throws
 * `bad_request` with the reason `reset_over` for a token that is wrong, used, replaced or too old,
 * `conflict` when the address got an account meanwhile, `rate_limited`.
 */
export async function confirmEmail(
  origin: RequestOrigin,
  { token, write }: ConfirmEmailInput & { write: WriteNotice },
): Promise<void> {
  await requireWithinRate('reset', networkOf(origin.address));
  const found = {
    'emailChange.tokenHash': hashLinkToken(token),
    'emailChange.expiresAt': { $gt: new Date() },
    disabledAt: null,
  };
  const before = await User.findOne({ ...found, deletedAt: null }).lean();
  const email = before?.emailChange?.email;
  if (!before || !email) throw failFor('bad_request', 'reset_over');
  const moved = await moveTo(email, { _id: before._id, ...found });
  if (!moved) throw failFor('bad_request', 'reset_over');
  const { email: oldEmail, fullName } = before;
  if (oldEmail) queueMail(async () => ({ to: oldEmail, ...write({ fullName, email }) }));
}
