import { isWatcherRoom, type Subscriber, watchedUserId } from '@/lib/server/events/publish';
import { listEventsSince } from '@/lib/server/events/recent-events';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor } from '@/lib/server/services/actor';
import { findBlocks } from '@/lib/server/services/blocks/block-check';
import { findVisible } from '@/lib/server/services/contacts/visibility';

/** The rooms of watchers that something was told to since then, of people whom the actor may watch. */
async function findWatchable(actor: Actor, moment: string): Promise<ReadonlySet<string>> {
  const told = (listEventsSince(moment) ?? []).flatMap(({ rooms }) => rooms.filter(isWatcherRoom));
  const userIds = [...new Set(told.map(watchedUserId))];
  const [visible, { between }] = await Promise.all([
    findVisible(actor.userId, userIds),
    findBlocks(actor, userIds),
  ]);
  const isWatchable = (userId: string) => visible.has(userId) && !between.has(userId);
  // Whom the socket will watch is not known yet.
  return new Set(told.filter((room) => isWatchable(watchedUserId(room))));
}

/**
 * Tells a socket again what was told to its rooms since the moment a page was made; `isComplete` says
 * whether that is all there was. Idempotent. Throws `rate_limited` past 120 in a minute.
 */
export async function tellEventsSince(
  actor: Actor,
  { moment }: { moment: string },
  subscriber: Subscriber,
): Promise<{ isComplete: boolean }> {
  await requireWithinRate('watch', actor.userId);
  const watchable = await findWatchable(actor, moment);
  // Read after that: what is told from now on must not come before what is told again.
  const events = listEventsSince(moment);
  for (const { rooms, event, payload } of events ?? []) {
    const isHeard = (room: string) => subscriber.rooms.has(room) || watchable.has(room);
    if (rooms.some(isHeard)) subscriber.emit(event, ...payload);
  }
  return { isComplete: events !== null };
}
