import { hashLinkToken, normalizeRecoveryCode } from '@/lib/server/crypto/link-token';
import { User, type UserRecord } from '@/models/user';

/** Uses up one of a person's recovery codes; false where it is none of theirs, or was used. */
export async function spendRecoveryCode(
  userId: UserRecord['_id'] | string,
  code: string,
): Promise<boolean> {
  const hash = hashLinkToken(normalizeRecoveryCode(code));
  const { matchedCount } = await User.updateOne(
    { _id: userId, recoveryCodes: hash },
    { $pull: { recoveryCodes: hash } },
  );
  return matchedCount === 1;
}
