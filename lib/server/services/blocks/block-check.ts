import { failFor } from '@/lib/server/errors';
import type { Actor } from '@/lib/server/services/actor';
import { Block, blockId } from '@/models/block';

/** Who of some people is blocked by the actor, and between whom and the actor there is any block. */
export interface Blocks {
  byActor: ReadonlySet<string>;
  between: ReadonlySet<string>;
}

/** The blocks between the actor and these people. One query. */
export async function findBlocks(actor: Actor, userIds: readonly string[]): Promise<Blocks> {
  const byActor = new Set<string>();
  const between = new Set<string>();
  if (userIds.length === 0) return { byActor, between };
  const ids = userIds.flatMap((userId) => [
    blockId(actor.userId, userId),
    blockId(userId, actor.userId),
  ]);
  const found = new Set(
    (
      await Block.find({ _id: { $in: ids } })
        .select('_id')
        .lean()
    ).map(({ _id }) => _id),
  );
  for (const userId of userIds) {
    const isByActor = found.has(blockId(actor.userId, userId));
    if (isByActor) byActor.add(userId);
    if (isByActor || found.has(blockId(userId, actor.userId))) between.add(userId);
  }
  return { byActor, between };
}

/**
 * Throws `forbidden` while either of the two blocks the other, in the same words for both. One query.
 */
export async function requireNotBlocked(actor: Actor, userId: string): Promise<void> {
  const { between } = await findBlocks(actor, [userId]);
  if (between.size > 0) throw failFor('forbidden', 'not_delivered');
}
