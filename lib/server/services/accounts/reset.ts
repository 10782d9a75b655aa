import { hashLinkToken, makeLink, normalizeRecoveryCode } from '@/lib/server/crypto/link-token';
import { hashPassword } from '@/lib/server/crypto/password';
import { AppError, isDuplicateKey } from '@/lib/server/errors';
import { queueMail } from '@/lib/server/mail/mail-queue';
import { networkOf } from '@/lib/server/network';
import { isWithinRate, requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import { forgetLogIns } from '@/lib/server/services/accounts/log-in-limits';
import { endAllSessions } from '@/lib/server/services/accounts/session';
import { addressTaken, requirePasswords } from '@/lib/server/services/accounts/setup';
import type { RequestOrigin } from '@/lib/server/services/actor';
import { requireUnguessable } from '@/lib/server/services/passwords/guessable-password';
import type { ForgotPasswordInput, ResetPasswordInput } from '@/lib/shared/account-schemas';
import { REASON_MESSAGE } from '@/lib/shared/error-messages';
import { User, type UserRecord } from '@/models/user';

/** A letter in the words of whoever asked for it; the token is all that is secret in it. */
export type WriteLetter = (facts: { fullName: string; token: string }) => {
  subject: string;
  text: string;
  html: string;
};

export interface MadeLink {
  fullName: string;
  /** Null for an account without one. */
  email: string | null;
  token: string;
}

/**
 * Makes the one link of an account, in place of the last. Null where there is no such account, or it is
 * disabled.
 */
export async function makeResetToken(
  account: { email: string } | Pick<UserRecord, '_id'>,
): Promise<MadeLink | null> {
  const { token, link: reset } = makeLink();
  const found = { ...account, deletedAt: null, disabledAt: null };
  const user = await User.findOneAndUpdate(found, { $set: { reset } })
    .select('fullName email')
    .lean();
  return user && { fullName: user.fullName, email: user.email ?? null, token };
}

/**
 * Sends a link to a new password to whoever has an account with that address. Tells nothing: the account
 * is looked for once the caller has been answered, and past three links in a quarter of an hour for one
 * address, or thirty from one place, nothing is sent. Does nothing without SMTP_URL. Throws `forbidden` where
 * there are no passwords.
 */
export async function requestReset(
  origin: RequestOrigin,
  { email, write }: ForgotPasswordInput & { write: WriteLetter },
): Promise<void> {
  requirePasswords();
  if (!(await isWithinRate('forgotPlace', networkOf(origin.address)))) return;
  if (!(await isWithinRate('forgot', email))) return;
  queueMail(async () => {
    const made = await makeResetToken({ email });
    return made && { to: email, ...write(made) };
  });
}

function linkOver(): AppError {
  return new AppError('bad_request', REASON_MESSAGE.reset_over, {
    fields: { token: 'is used, too old or not complete' },
    reason: 'reset_over',
  });
}

interface Way {
  isGood(): Record<string, unknown>;
  /** The hash of a recovery code, which goes with its use. */
  code?: string;
}

/** What a token may be: that of a link, or a recovery code. */
async function findWay(token: string): Promise<Way> {
  const isOpen = { deletedAt: null, disabledAt: null };
  const code = hashLinkToken(normalizeRecoveryCode(token));
  if (await User.exists({ recoveryCodes: code })) {
    return { isGood: () => ({ recoveryCodes: code, ...isOpen }), code };
  }
  const tokenHash = hashLinkToken(token);
  return {
    isGood: () => ({
      'reset.tokenHash': tokenHash,
      'reset.expiresAt': { $gt: new Date() },
      ...isOpen,
    }),
  };
}

/** Password and token in one write: of several at once, one finds the token still there. */
async function takeToken(way: Way, changes: { passwordHash: string; email?: string }) {
  try {
    return await User.findOneAndUpdate(way.isGood(), {
      $set: changes,
      $unset: { reset: 1, emailChange: 1 },
      ...(way.code && { $pull: { recoveryCodes: way.code } }),
    })
      .select('_id')
      .lean();
  } catch (error) {
    if (isDuplicateKey(error, 'email')) throw addressTaken();
    throw error;
  }
}

/** Throws `bad_request` where somebody would have a password and no address to sign in with it. */
function requireEmail(email: string | undefined): string {
  if (email) return email;
  throw new AppError('bad_request', 'This account has no e-mail address yet.', {
    fields: { email: 'is required' },
    problems: { email: { reason: 'required' } },
  });
}

/**
 * Sets a new password with the token of a link, or with a recovery code, and ends every session. Throws `bad_request` with the
 * reason `reset_over` for a token that is wrong, used, replaced or too old, `rate_limited` past sixty
 * attempts in five minutes from one place. An account without an e-mail address takes the one that comes
 * with it: `bad_request` naming the field without one, `conflict` when it is somebody else's. A token works
 * once, however many use it at the same time.
 */
export async function resetPassword(
  origin: RequestOrigin,
  { token, password, email }: ResetPasswordInput,
): Promise<void> {
  requirePasswords();
  await requireWithinRate('reset', networkOf(origin.address));
  const way = await findWay(token);
  // Before the expensive part, so that nobody can keep the server busy with tokens made up.
  const account = await User.findOne(way.isGood()).select('fullName email').lean();
  if (!account) throw linkOver();
  await requireUnguessable(password, account);
  const newEmail = account.email ? null : requireEmail(email);
  const passwordHash = await hashPassword(password);
  const user = await takeToken(way, { passwordHash, ...(newEmail && { email: newEmail }) });
  if (!user) throw linkOver();
  await endAllSessions(user._id.toHexString(), 'password_changed');
  await forgetLogIns({ ...origin, account: account.email ?? user._id.toHexString() });
}
