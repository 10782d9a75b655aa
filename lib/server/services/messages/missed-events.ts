import { isWatcherRoom, type Subscriber } from '@/lib/server/events/publish';
import { listEventsSince } from '@/lib/server/events/recent-events';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor } from '@/lib/server/services/actor';

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
  const events = listEventsSince(moment);
  for (const { rooms, event, payload } of events ?? []) {
    // Whom it will watch is not known yet.
    const isHeard = (room: string) => subscriber.rooms.has(room) || isWatcherRoom(room);
    if (rooms.some(isHeard)) subscriber.emit(event, ...payload);
  }
  return { isComplete: events !== null };
}
