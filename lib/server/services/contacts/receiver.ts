import mongoose from 'mongoose';
import { inBatches } from '@/lib/server/batch';
import { getConfig } from '@/lib/server/config';
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

/** Pairs of people who may write to each other; more are found out anew. */
const KEPT_MAX_COUNT = 20_000;

/** Who was found to be allowed, and how often that was taken back: a look from before says nothing. */
const allowed = () =>
  singleton('allowed-receivers', () => ({ pairs: new Set<string>(), takenBackCount: 0 }));

/** With a database of its own this process alone changes what is kept here. */
const isKept = (): boolean => {
  const { mongodbUri, redisUrl } = getConfig();
  return !mongodbUri && !redisUrl;
};

/**
 * To be called once it is stored that somebody may no longer be written to as before: a block, an account
 * that is gone, or one that asks first. Every send that comes after it looks for itself.
 */
export function forgetAllowedReceivers(): void {
  const state = allowed();
  state.pairs.clear();
  state.takenBackCount++;
}

function keepAllowed(key: string, lookedAtCount: number): void {
  const { pairs, takenBackCount } = allowed();
  if (!isKept() || takenBackCount !== lookedAtCount) return;
  if (pairs.size >= KEPT_MAX_COUNT) pairs.clear();
  pairs.add(key);
}

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
 * first. One command for all sends that come together, and none where it is known.
 */
export async function requireReceiver(
  actor: Actor,
  userId: string,
): Promise<{ asksFirst: boolean }> {
  const key = pairKey(actor.userId, userId);
  const { pairs, takenBackCount } = allowed();
  const [receiver, isVisible] = await Promise.all([
    pairs.has(key) ? { asksFirst: false, isBlocked: false } : findReceiver()(key),
    canSee(actor.userId, userId),
  ]);
  // One who is not there is told of before one who is blocked.
  if (!receiver || !isVisible) throw failFor('not_found', 'no_person');
  if (receiver.isBlocked) throw failFor('forbidden', 'not_delivered');
  const { asksFirst } = receiver;
  if (!asksFirst) keepAllowed(key, takenBackCount);
  return { asksFirst };
}
