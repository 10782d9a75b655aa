import { isWatcherRoom, publish, rooms, type Subscriber } from '@/lib/server/events/publish';
import { log } from '@/lib/server/log';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import { redis } from '@/lib/server/redis';
import type { Actor } from '@/lib/server/services/actor';
import {
  claimExpired,
  dropLeases,
  findLeased,
  holdLeases,
  LEASE_RENEWAL_MS,
} from '@/lib/server/services/people/presence-leases';
import { singleton } from '@/lib/server/singleton';
import type { PresenceDto } from '@/lib/shared/dto';
import { PRESENCE_GRACE_MS } from '@/lib/shared/limits';
import { User } from '@/models/user';

interface LocalUser {
  sockets: Set<string>;
  /** Runs while no socket is left but the person still counts as online. */
  leaving: NodeJS.Timeout | null;
}

/** The people of this node. */
const localUsers = (): Map<string, LocalUser> => singleton('presence', () => new Map());

/** Those of these people who are online: on this node, or by a valid lease of another. */
export async function findOnline(userIds: string[]): Promise<Set<string>> {
  const online = new Set(userIds.filter((userId) => localUsers().has(userId)));
  const elsewhere = await findLeased(userIds.filter((userId) => !online.has(userId)));
  for (const userId of elsewhere) online.add(userId);
  return online;
}

/** Notes when the person was last here and tells the watchers what holds by then. */
async function announce(userId: string, online: boolean): Promise<void> {
  const now = new Date();
  try {
    await User.updateOne({ _id: userId }, { $max: { lastSeenAt: now } });
  } catch (error) {
    log().warn({ err: error, userId }, 'presence.not_saved');
  }
  // It may have changed during the write; then another call publishes it.
  if ((await findOnline([userId])).has(userId) !== online) return;
  publish([rooms.watchers(userId)], 'presence:changed', {
    userId,
    online,
    lastSeenAt: now.toISOString(),
  });
}

/** A socket of the person has connected here. Told to watchers if it is their first on any node. */
export async function arrive(userId: string, socketId: string): Promise<void> {
  const user = localUsers().get(userId);
  if (user) {
    user.sockets.add(socketId);
    if (user.leaving) clearTimeout(user.leaving);
    user.leaving = null;
    return;
  }
  localUsers().set(userId, { sockets: new Set([socketId]), leaving: null });
  const newcomers = await holdLeases([userId]);
  if (newcomers === null || newcomers.length > 0) await announce(userId, true);
}

async function depart(userId: string): Promise<void> {
  localUsers().delete(userId);
  const gone = await dropLeases([userId]);
  if (gone.length > 0) await announce(userId, false);
}

/**
 * A socket of the person is gone. Published to watchers if none is left after the grace period.
 * Idempotent.
 */
export function leave(userId: string, socketId: string): void {
  const user = localUsers().get(userId);
  if (!user?.sockets.delete(socketId) || user.sockets.size > 0) return;
  user.leaving = setTimeout(() => void depart(userId), PRESENCE_GRACE_MS);
  user.leaving.unref();
}

/**
 * Renews the leases of everybody here. People whose lease had expired while Redis was away may
 * count as offline elsewhere: they are published again.
 */
async function renewLeases(): Promise<void> {
  const lapsed = await holdLeases([...localUsers().keys()]);
  for (const userId of lapsed ?? []) await announce(userId, true);
}

/** Keeps this node's leases alive and tells of people whose node died. Returns the end of it. */
export function startPresence(): () => void {
  const commands = redis()?.commands;
  if (!commands) return () => {};
  let isReturned = false;
  const onReady = () => {
    isReturned = true;
    void renewLeases();
  };
  const renew = async () => {
    await renewLeases();
    // After an outage all leases look expired until their nodes have renewed them, which takes the
    // other nodes a moment.
    const isTooEarly = isReturned;
    isReturned = false;
    if (isTooEarly) return;
    for (const userId of await claimExpired()) await announce(userId, false);
  };
  const timer = setInterval(() => void renew(), LEASE_RENEWAL_MS);
  commands.on('ready', onReady);
  return () => {
    clearInterval(timer);
    commands.off('ready', onReady);
  };
}

/** At the stop of this node: everybody here was last seen now, unless another node has them. */
export async function closePresence(): Promise<void> {
  const userIds = [...localUsers().keys()];
  for (const user of localUsers().values()) if (user.leaving) clearTimeout(user.leaving);
  localUsers().clear();
  if (userIds.length === 0) return;
  const gone = await dropLeases(userIds);
  const now = new Date();
  await User.updateMany({ _id: { $in: userIds } }, { $max: { lastSeenAt: now } });
  for (const userId of gone) {
    publish([rooms.watchers(userId)], 'presence:changed', {
      userId,
      online: false,
      lastSeenAt: now.toISOString(),
    });
  }
}

/** Replaces whom a socket watches. */
async function watch(subscriber: Subscriber, userIds: string[]): Promise<void> {
  const wanted = new Set(userIds.map(rooms.watchers));
  for (const room of subscriber.rooms) {
    if (isWatcherRoom(room) && !wanted.has(room)) await subscriber.leave(room);
  }
  await subscriber.join([...wanted]);
}

/**
 * Tells a socket from now on of these people alone, and returns who of them is there; ids nobody has
 * are left out. Idempotent. Throws `rate_limited` past 120 in a minute.
 */
export async function watchPresence(
  actor: Actor,
  input: { userIds: string[] },
  subscriber: Subscriber,
): Promise<{ presence: PresenceDto[] }> {
  await requireWithinRate('watch', actor.userId);
  // Join before reading: a change in between is then heard, not missed.
  await watch(subscriber, input.userIds);
  const users = await User.find({ _id: { $in: input.userIds } })
    .select('lastSeenAt')
    .lean();
  // Last, with no await after it: this answer must not arrive after a newer event.
  const online = await findOnline(input.userIds);
  const presence = users.map((user) => ({
    userId: user._id.toHexString(),
    online: online.has(user._id.toHexString()),
    lastSeenAt: user.lastSeenAt?.toISOString() ?? null,
  }));
  return { presence };
}
