import { isWatcherRoom, rooms, type Subscriber, watcherRooms } from '@/lib/server/events/publish';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor } from '@/lib/server/services/actor';
import { findBlocks } from '@/lib/server/services/blocks/block-check';
import { findVisible } from '@/lib/server/services/contacts/visibility';
import { findOnline } from '@/lib/server/services/people/presence';
import {
  findHides,
  type Sight,
  shownPresence,
  sightOf,
} from '@/lib/server/services/privacy/shown-presence';
import { singleton } from '@/lib/server/singleton';
import type { PresenceDto } from '@/lib/shared/dto';
import { User } from '@/models/user';

/** The number of the latest call of each socket. */
const turns = (): WeakMap<Subscriber, number> =>
  singleton('watch-turns', () => new WeakMap<Subscriber, number>());

function takeTurn(subscriber: Subscriber): number {
  const turn = (turns().get(subscriber) ?? 0) + 1;
  turns().set(subscriber, turn);
  return turn;
}

/** The room in which somebody who sees so much watches a person. */
const ROOM_OF = {
  full: rooms.watchers,
  online: rooms.onlineWatchers,
  nothing: rooms.profileWatchers,
} as const satisfies Record<Sight, (userId: string) => string>;

/** Replaces whom a socket watches, and how much of them it sees. */
async function watch(subscriber: Subscriber, userIds: string[], sight: Sight): Promise<void> {
  const wanted = new Set(userIds.map(ROOM_OF[sight]));
  for (const room of subscriber.rooms) {
    if (isWatcherRoom(room) && !wanted.has(room)) await subscriber.leave(room);
  }
  await subscriber.join([...wanted]);
}

/**
 * Tells a socket from now on of these people alone, and returns who of them is there; those whom
 * nobody is, or whom the actor may not see, are left out, and who blocks the actor or is blocked by
 * them is never there. Idempotent. Throws `rate_limited` past 120 in a minute.
 */
export async function watchPresence(
  actor: Actor,
  input: { userIds: string[] },
  subscriber: Subscriber,
): Promise<{ presence: PresenceDto[] }> {
  const turn = takeTurn(subscriber);
  await requireWithinRate('watch', actor.userId);
  const [visible, hides] = await Promise.all([
    findVisible(actor.userId, input.userIds),
    findHides(actor),
  ]);
  const userIds = input.userIds.filter((userId) => visible.has(userId));
  // Join before reading: a change in between is then heard, not missed. A later call that was faster
  // stays the last one.
  if (turn === turns().get(subscriber)) await watch(subscriber, userIds, sightOf(hides));
  const [users, { between }] = await Promise.all([
    User.find({ _id: { $in: [...userIds, actor.userId] } })
      .select('lastSeenAt hides')
      .lean(),
    findBlocks(actor, userIds),
  ]);
  // After joining, too: what changed in between has taken the sockets out that were in by then.
  const me = users.find(({ _id }) => _id.toHexString() === actor.userId);
  const sight = sightOf(me?.hides ?? {});
  if (sight !== sightOf(hides) && turn === turns().get(subscriber)) {
    await watch(subscriber, userIds, sight);
  }
  for (const room of [...between].flatMap(watcherRooms)) await subscriber.leave(room);
  // Last, with no await after it: this answer must not arrive after a newer event.
  const online = await findOnline(userIds);
  const watched = new Set(userIds);
  const presence = users.flatMap(({ _id, hides, lastSeenAt }) => {
    const userId = _id.toHexString();
    if (!watched.has(userId)) return [];
    const fact = { online: online.has(userId), lastSeenAt };
    return shownPresence({ userId, hides }, fact, between.has(userId) ? 'nothing' : sight);
  });
  return { presence };
}
