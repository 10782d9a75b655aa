import mongoose from 'mongoose';
import { inBatches } from '@/lib/server/batch';
import { failFor } from '@/lib/server/errors';
import type { Actor } from '@/lib/server/services/actor';
import { canSee } from '@/lib/server/services/contacts/visibility';
import { singleton } from '@/lib/server/singleton';
import { Block, blockId } from '@/models/block';
import { User, type UserRecord } from '@/models/user';

/** What a send has to know of its receiver; absent where there is no such account. */
interface Receiver {
  asksFirst: boolean;
  isBlocked: boolean;
}

type Found = Pick<UserRecord, '_id' | 'asksFirst'> | { _id: string };

const pairKey = (senderId: string, receiverId: string) => `${senderId} ${receiverId}`;

/** Looks up pairs of sender and receiver: the accounts and the blocks, with one command. */
async function loadReceivers(keys: readonly string[]): Promise<ReadonlyMap<string, Receiver>> {
  const pairs = keys.map((key) => {
    const [senderId = '', receiverId = ''] = key.split(' ');
    const blockIds = [blockId(senderId, receiverId), blockId(receiverId, senderId)];
    return { key, receiverId, blockIds };
  });
  const receiverIds = [...new Set(pairs.map(({ receiverId }) => receiverId))];
  // Past mongoose: nothing here needs its casting, and this runs for every message.
  const found = await User.collection
    .aggregate<Found>([
      {
        $match: {
          _id: { $in: receiverIds.map((id) => new mongoose.Types.ObjectId(id)) },
          deletedAt: null,
        },
      },
      { $project: { asksFirst: 1 } },
      {
        $unionWith: {
          coll: Block.collection.name,
          pipeline: [
            { $match: { _id: { $in: pairs.flatMap(({ blockIds }) => blockIds) } } },
            { $project: { _id: 1 } },
          ],
        },
      },
    ])
    .toArray();
  const accounts = new Map<string, boolean>();
  const blocks = new Set<string>();
  for (const each of found) {
    if (typeof each._id === 'string') blocks.add(each._id);
    else accounts.set(each._id.toHexString(), 'asksFirst' in each && each.asksFirst === true);
  }
  const receivers = new Map<string, Receiver>();
  for (const { key, receiverId, blockIds } of pairs) {
    const asksFirst = accounts.get(receiverId);
    if (asksFirst === undefined) continue;
    receivers.set(key, { asksFirst, isBlocked: blockIds.some((id) => blocks.has(id)) });
  }
  return receivers;
}

const findReceiver = () => singleton('receivers', () => inBatches(loadReceivers));

/**
 * Throws unless the actor may send to that person: `not_found` for nobody, or for somebody whom the actor
 * may not see; `forbidden` while either of the two blocks the other. Returns whether they want to be asked
 * first. One command for all sends that come together; nothing is kept of it.
 */
export async function requireReceiver(
  actor: Actor,
  userId: string,
): Promise<{ asksFirst: boolean }> {
  const [receiver, isVisible] = await Promise.all([
    findReceiver()(pairKey(actor.userId, userId)),
    canSee(actor.userId, userId),
  ]);
  // One who is not there is told of before one who is blocked.
  if (!receiver || !isVisible) throw failFor('not_found', 'no_person');
  if (receiver.isBlocked) throw failFor('forbidden', 'not_delivered');
  return { asksFirst: receiver.asksFirst };
}
