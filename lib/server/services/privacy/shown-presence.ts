import type { Actor } from '@/lib/server/services/actor';
import type { PresenceDto } from '@/lib/shared/dto';
import { type Hides, User } from '@/models/user';

/** How much of others' presence somebody sees. */
export type Sight = 'full' | 'online' | 'nothing';

/** Of those who hide their own presence, or when they last were there. */
export function sightOf({ online, lastSeen }: Hides): Sight {
  if (online) return 'nothing';
  return lastSeen ? 'online' : 'full';
}

/** What the actor keeps to themselves: as read with their session, or now. One query at most. */
export async function findHides(actor: Actor): Promise<Hides> {
  if (actor.hides) return actor.hides;
  const user = await User.findById(actor.userId).select('hides').lean();
  return user?.hides ?? {};
}

/**
 * A person's presence as far as it is shown to who sees so much. When somebody was last there says
 * that they are there now, so who hides the one shows neither.
 */
export function shownPresence(
  { userId, hides = {} }: { userId: string; hides: Hides | undefined },
  { online, lastSeenAt }: { online: boolean; lastSeenAt: Date | null },
  sight: Sight,
): PresenceDto {
  const isShown = sight !== 'nothing' && !hides.online;
  const isTimeShown = isShown && sight === 'full' && !hides.lastSeen;
  return {
    userId,
    online: isShown && online,
    lastSeenAt: isTimeShown ? (lastSeenAt?.toISOString() ?? null) : null,
  };
}
