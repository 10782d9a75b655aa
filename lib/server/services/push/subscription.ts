import { getConfig } from '@/lib/server/config';
import { AppError } from '@/lib/server/errors';
import { isPushKey } from '@/lib/server/push/encrypt-push';
import { isPushable } from '@/lib/server/push/post-push';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor } from '@/lib/server/services/actor';
import { singleton } from '@/lib/server/singleton';
import { DEFAULT_PUSH_WORDS, type PushSubscriptionInput } from '@/lib/shared/push/push-schemas';
import { PushSubscription, type PushSubscriptionRecord } from '@/models/push-subscription';
import { Session } from '@/models/session';

/** A device that subscribes at one node is told by the others after this time at the latest. */
const NONE_KEPT_MS = 30_000;
const NONE_MAX_COUNT = 10_000;

/** Most messages are to somebody who has no device to tell. */
const known = () =>
  singleton('push-known', () => ({
    /** Since when people are known to have none. */
    none: new Map<string, number>(),
    /** How many subscriptions came to this node: a look-up from before one of them says nothing. */
    count: 0,
  }));

/** What a browser needs to subscribe. */
export function getPushOptions(): { publicKey: string } {
  return { publicKey: getConfig().vapid.publicKey };
}

function invalid(field: 'endpoint' | 'keys.p256dh', reason: string): AppError {
  return new AppError('bad_request', 'This push subscription cannot be used.', {
    fields: { [field]: reason },
    problems: { [field]: { reason: 'not_valid' } },
  });
}

/**
 * Has the browser of the actor's session told of messages, in place of what the session had before. Throws
 * `bad_request` for an address that no push service on the internet has, and for keys that are none;
 * `rate_limited`. Idempotent.
 */
export async function subscribeToPush(
  actor: Actor,
  input: PushSubscriptionInput & { origin: string },
): Promise<void> {
  await requireWithinRate('settings', actor.userId);
  const { endpoint, keys, origin, hasPreview, words } = input;
  const how = { ...(hasPreview !== undefined && { hasPreview }), ...(words && { words }) };
  if (!isPushable(endpoint)) throw invalid('endpoint', 'is not the address of a push service');
  if (!isPushKey(keys.p256dh)) throw invalid('keys.p256dh', 'is not a public key');
  // Whoever was signed in to that browser before is not told there any more.
  await PushSubscription.deleteMany({ endpoint, _id: { $ne: actor.sid } });
  await PushSubscription.updateOne(
    { _id: actor.sid },
    {
      $set: { userId: actor.userId, endpoint, ...keys, origin, ...how },
      $setOnInsert: {
        createdAt: new Date(),
        ...(hasPreview === undefined && { hasPreview: true }),
        ...(!words && { words: DEFAULT_PUSH_WORDS }),
      },
    },
    { upsert: true },
  );
  known().count++;
  known().none.delete(actor.userId);
}

/** Has that browser of the actor told no more. Idempotent. */
export async function unsubscribeFromPush(
  actor: Actor,
  { endpoint }: { endpoint: string },
): Promise<void> {
  await PushSubscription.deleteMany({ userId: actor.userId, endpoint });
}

/** Forgets a subscription that its push service no longer has; not one that came in its place. */
export async function forgetSubscription({
  _id,
  endpoint,
}: Pick<PushSubscriptionRecord, '_id' | 'endpoint'>): Promise<void> {
  await PushSubscription.deleteOne({ _id, endpoint });
}

/**
 * The devices of a person that are to be told, of sessions that live. At most two queries, and none while the person is known
 * to have no device.
 */
export async function listSubscriptions(userId: string): Promise<PushSubscriptionRecord[]> {
  const { none, count } = known();
  const since = none.get(userId);
  const now = Date.now();
  if (since !== undefined && Math.abs(now - since) < NONE_KEPT_MS) return [];
  const found = await PushSubscription.find({ userId }).lean();
  if (found.length === 0) {
    if (none.size >= NONE_MAX_COUNT) none.clear();
    if (known().count === count) none.set(userId, now);
    return [];
  }
  const living = await Session.find({
    _id: { $in: found.map(({ _id }) => _id) },
    expiresAt: { $gt: new Date(now) },
  })
    .select('_id')
    .lean();
  const sids = new Set(living.map(({ _id }) => _id));
  return found.filter(({ _id }) => sids.has(_id));
}

/** Ends the subscriptions of sessions that have ended. Idempotent. */
export async function endSubscriptions(sids: readonly string[]): Promise<void> {
  await PushSubscription.deleteMany({ _id: { $in: sids } });
}
