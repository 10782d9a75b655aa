import { randomBytes } from 'node:crypto';
import { AppError, failFor } from '@/lib/server/errors';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor } from '@/lib/server/services/actor';
import { findBlocks } from '@/lib/server/services/blocks/block-check';
import { noteFound } from '@/lib/server/services/contacts/contact';
import { canonicalHandle } from '@/lib/shared/accounts/handle';
import { User } from '@/models/user';

/** 120 bits: who has a link was given it. An id would not do, as neighbours of one's own can be guessed. */
const KEY_BYTES = 15;
const makeKey = (): string => randomBytes(KEY_BYTES).toString('base64url');

/** The key of the actor's profile link, made when it is first asked for. Idempotent. */
export async function getProfileLink(actor: Actor): Promise<{ key: string }> {
  await User.updateOne(
    { _id: actor.userId, profileKey: null },
    { $set: { profileKey: makeKey() } },
  );
  const user = await User.findById(actor.userId).select('profileKey').lean();
  if (!user?.profileKey) throw new AppError('unauthorized');
  return { key: user.profileKey };
}

/** Replaces the actor's profile link: the old one leads nowhere. Whom it led here stays. */
export async function replaceProfileLink(actor: Actor): Promise<{ key: string }> {
  await requireWithinRate('profile', actor.userId);
  const key = makeKey();
  const { matchedCount } = await User.updateOne(
    { _id: actor.userId },
    { $set: { profileKey: key } },
  );
  if (matchedCount === 0) throw new AppError('unauthorized');
  return { key };
}

/**
 * Whose profile link, or handle with its `@`, it is: the actor has found them by it, and may see and write to them. Throws
 * `not_found` for a link that is nobody's (any more), `rate_limited` past a hundred in ten minutes.
 */
export async function openProfileLink(
  actor: Actor,
  { key }: { key: string },
): Promise<{ userId: string }> {
  await requireWithinRate('find', actor.userId);
  const handle = key.startsWith('@') ? canonicalHandle(key) : null;
  const whose = handle ? { handle } : { profileKey: key };
  const user = await User.findOne({ ...whose, deletedAt: null, disabledAt: null })
    .select('_id')
    .lean();
  if (!user) throw failFor('not_found', 'no_person');
  const userId = user._id.toHexString();
  // As in a search: whoever blocks the other, neither finds the other.
  if ((await findBlocks(actor, [userId])).between.has(userId)) {
    throw failFor('not_found', 'no_person');
  }
  await noteFound(actor, userId);
  return { userId };
}
