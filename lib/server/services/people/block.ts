import mongoose from 'mongoose';
import { failFor } from '@/lib/server/errors';
import { announceToEachOther, partWatchers, publish, rooms } from '@/lib/server/events/publish';
import { settleOnAllNodes } from '@/lib/server/events/settle';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor } from '@/lib/server/services/actor';
import { forgetAllowedReceivers } from '@/lib/server/services/contacts/receiver';
import { requirePerson } from '@/lib/server/services/contacts/visibility';
import { settleWrites } from '@/lib/server/services/messages/conversation-writer';
import type { BlocksAnswer } from '@/lib/shared/dto';
import { directConversationId } from '@/lib/shared/ids';
import { Block, blockId } from '@/models/block';
import { toUserDto, User } from '@/models/user';

/** Nobody needs more, and a list that long is read as a whole. */
const LISTED_MAX_COUNT = 1_000;

async function requireOther(actor: Actor, userId: string): Promise<void> {
  await requireWithinRate('settings', actor.userId);
  if (userId === actor.userId) throw failFor('not_found', 'no_person');
  await requirePerson(actor, userId);
}

/** Whether each sees the other has changed: both look again, and neither is told why. */
function announceChange(actor: Actor, userId: string): void {
  announceToEachOther(actor.userId, userId);
  // Whom they watch is asked for anew.
  publish([rooms.user(actor.userId), rooms.user(userId)], 'resync', { withinMs: 1_000 });
}

/**
 * Blocks a person: from now on neither sends to, sees the presence of, or finds the other. When it
 * returns, no message between the two is on its way on any node: what was stored before is stored,
 * and nothing more will be. Idempotent. Throws `not_found` for nobody and for oneself, `rate_limited`.
 */
export async function blockPerson(actor: Actor, { userId }: { userId: string }): Promise<void> {
  await requireOther(actor, userId);
  const { upsertedCount } = await Block.updateOne(
    { _id: blockId(actor.userId, userId) },
    {
      $setOnInsert: {
        blockerId: new mongoose.Types.ObjectId(actor.userId),
        blockedId: new mongoose.Types.ObjectId(userId),
        createdAt: new Date(),
      },
    },
    { upsert: true },
  );
  forgetAllowedReceivers();
  // Also for a repeat: the first attempt may have ended between the block and this.
  const conversationId = directConversationId(actor.userId, userId);
  await Promise.all([settleWrites(conversationId), settleOnAllNodes(conversationId)]);
  partWatchers(actor.userId, userId);
  if (upsertedCount > 0) announceChange(actor, userId);
}

/** Takes a block back. Idempotent. Throws `not_found` for nobody and for oneself, `rate_limited`. */
export async function unblockPerson(actor: Actor, { userId }: { userId: string }): Promise<void> {
  await requireOther(actor, userId);
  const { deletedCount } = await Block.deleteOne({ _id: blockId(actor.userId, userId) });
  if (deletedCount > 0) announceChange(actor, userId);
}

/** Whom the actor has blocked, the latest first, at most a thousand. Two queries. */
export async function listBlocks(actor: Actor): Promise<BlocksAnswer> {
  const blocks = await Block.find({ blockerId: actor.userId })
    .sort({ createdAt: -1, _id: -1 })
    .limit(LISTED_MAX_COUNT)
    .lean();
  const users = await User.find({ _id: { $in: blocks.map(({ blockedId }) => blockedId) } }).lean();
  const byId = new Map(users.map((user) => [user._id.toHexString(), user]));
  return {
    blocks: blocks.flatMap(({ blockedId, createdAt }) => {
      const user = byId.get(blockedId.toHexString());
      return user ? [{ user: toUserDto(user), blockedAt: createdAt.toISOString() }] : [];
    }),
  };
}
