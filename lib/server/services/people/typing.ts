import { publish, rooms } from '@/lib/server/events/publish';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor } from '@/lib/server/services/actor';
import { requireNotBlocked } from '@/lib/server/services/blocks/block-check';
import { canSee } from '@/lib/server/services/contacts/visibility';
import { isKeptFrom } from '@/lib/server/services/messages/request';

/**
 * Tells a person that the actor is writing to them, or has stopped; of notes to oneself nobody is
 * told. A hint that may be lost. Idempotent. Throws `forbidden` while either
 * blocks the other, `rate_limited` past 60 in ten seconds.
 */
export async function reportTyping(
  actor: Actor,
  { to, typing }: { to: string; typing: boolean },
): Promise<object> {
  await requireWithinRate('typing', actor.userId);
  await requireNotBlocked(actor, to);
  // Who has only been found does not learn of it before they are written to.
  if (to === actor.userId || !(await canSee(to, actor.userId))) return {};
  if (await isKeptFrom({ senderId: actor.userId, receiverId: to })) return {};
  publish([rooms.user(to)], 'typing', { userId: actor.userId, typing });
  return {};
}
