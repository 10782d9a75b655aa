import { AppError } from '@/lib/server/errors';
import { publish, rooms, watcherRooms } from '@/lib/server/events/publish';
import type { Actor } from '@/lib/server/services/actor';
import { toUserDto, User, type UserRecord } from '@/models/user';

/** The actor's own account as it is stored. Throws `unauthorized` when it no longer exists. */
export async function getOwnRecord(actor: Actor): Promise<UserRecord> {
  const user = await User.findById(actor.userId).lean();
  if (!user) throw new AppError('unauthorized');
  return user;
}

/** Tells a person's own devices, and those who watch them, how they are shown from now on. */
export function announceProfile(user: UserRecord): void {
  const userId = user._id.toHexString();
  publish([rooms.user(userId), ...watcherRooms(userId)], 'user:updated', toUserDto(user));
}
