import { publish, rooms } from '@/lib/server/events/publish';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor } from '@/lib/server/services/actor';

/**
 * Tells a person that the actor is writing to them, or has stopped; of notes to oneself nobody is
 * told. A hint that may be lost. Idempotent. Throws `rate_limited` past 60 in ten seconds.
 */
export async function reportTyping(
  actor: Actor,
  { to, typing }: { to: string; typing: boolean },
): Promise<object> {
  await requireWithinRate('typing', actor.userId);
  if (to !== actor.userId) publish([rooms.user(to)], 'typing', { userId: actor.userId, typing });
  return {};
}
