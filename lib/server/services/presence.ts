import { log } from '@/lib/server/log';
import { publish, rooms } from '@/lib/server/realtime/publish';
import type { Actor } from '@/lib/server/services/actor';
import { singleton } from '@/lib/server/singleton';
import type { PresenceDto } from '@/lib/shared/dto';
import { PRESENCE_GRACE_MS } from '@/lib/shared/limits';
import { User } from '@/models/user';

interface OnlineUser {
  /** One lease per connected socket: the person is there while any is left, or the grace runs. */
  leases: Set<string>;
  leaving: NodeJS.Timeout | null;
}

const onlineUsers = (): Map<string, OnlineUser> => singleton('presence', () => new Map());

/** Whether at least one socket of the person is connected, or was a moment ago. */
export function isOnline(userId: string): boolean {
  return onlineUsers().has(userId);
}

/** Tells the watchers; `lastSeenAt` stays true for as long as the person is online. */
async function announce(userId: string, online: boolean): Promise<void> {
  const now = new Date();
  try {
    await User.updateOne({ _id: userId }, { $max: { lastSeenAt: now } });
  } catch (error) {
    log().warn({ err: error, userId }, 'presence.not_saved');
  }
  // It may have changed while that was written; what is told is what holds now.
  if (isOnline(userId) !== online) return;
  publish([rooms.watchers(userId)], 'presence:changed', {
    userId,
    online,
    lastSeenAt: now.toISOString(),
  });
}

/** A socket of the person has connected. Told to watchers if it is the first. */
export async function arrive(userId: string, socketId: string): Promise<void> {
  const user = onlineUsers().get(userId);
  if (user) {
    user.leases.add(socketId);
    if (user.leaving) clearTimeout(user.leaving);
    user.leaving = null;
    return;
  }
  onlineUsers().set(userId, { leases: new Set([socketId]), leaving: null });
  await announce(userId, true);
}

/** A socket of the person is gone. Told to watchers if none is left after the grace. Idempotent. */
export function leave(userId: string, socketId: string): void {
  const user = onlineUsers().get(userId);
  if (!user?.leases.delete(socketId) || user.leases.size > 0) return;
  user.leaving = setTimeout(() => {
    onlineUsers().delete(userId);
    void announce(userId, false);
  }, PRESENCE_GRACE_MS);
  user.leaving.unref();
}

/** At the stop of this node: everybody here was last seen now. */
export async function closePresence(): Promise<void> {
  const userIds = [...onlineUsers().keys()];
  for (const user of onlineUsers().values()) if (user.leaving) clearTimeout(user.leaving);
  onlineUsers().clear();
  if (userIds.length > 0) {
    await User.updateMany({ _id: { $in: userIds } }, { $max: { lastSeenAt: new Date() } });
  }
}

/** Who of these people is there; ids nobody has are left out. One query. */
export async function listPresence(
  _actor: Actor,
  input: { userIds: string[] },
): Promise<PresenceDto[]> {
  const users = await User.find({ _id: { $in: input.userIds } })
    .select('lastSeenAt')
    .lean();
  return users.map((user) => ({
    userId: user._id.toHexString(),
    online: isOnline(user._id.toHexString()),
    lastSeenAt: user.lastSeenAt?.toISOString() ?? null,
  }));
}
