import { isWatcherRoom, publish, realtimeServer, rooms } from '@/lib/server/events/publish';
import { log } from '@/lib/server/log';
import { redis } from '@/lib/server/redis';
import {
  claimExpired,
  dropLeases,
  findLeased,
  holdLeases,
  LEASE_RENEWAL_MS,
} from '@/lib/server/services/people/presence-leases';
import { shownPresence } from '@/lib/server/services/privacy/shown-presence';
import { singleton } from '@/lib/server/singleton';
import { PRESENCE_GRACE_MS } from '@/lib/shared/limits';
import { type Hides, User } from '@/models/user';

interface LocalUser {
  sockets: Set<string>;
  /** Runs while no socket is left but the person still counts as online. */
  leaving: NodeJS.Timeout | null;
  /** What they hid when that was read last, for when the database cannot be asked. */
  hides: Hides | null;
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

/** Tells those who watch a person as much as each may know. */
function publishPresence(
  person: { userId: string; hides: Hides },
  presence: { online: boolean; lastSeenAt: Date | null },
): void {
  const { userId } = person;
  const full = shownPresence(person, presence, 'full');
  const part = shownPresence(person, presence, 'online');
  const [toFull, toPart] = [rooms.watchers(userId), rooms.onlineWatchers(userId)];
  if (full.lastSeenAt === null) {
    publish([toFull, toPart], 'presence:changed', full);
  } else {
    publish([toFull], 'presence:changed', full);
    publish([toPart], 'presence:changed', part);
  }
}

/** Of each person, what is being told of them: one after the other, or an older fact might come last. */
const tellings = (): Map<string, Promise<void>> => singleton('presence-tellings', () => new Map());

function tellInOrder(userId: string, work: () => Promise<void>): Promise<void> {
  const telling = (tellings().get(userId) ?? Promise.resolve())
    .then(work)
    .catch((error: unknown) => log().warn({ err: error, userId }, 'presence.not_told'))
    .finally(() => {
      if (tellings().get(userId) === telling) tellings().delete(userId);
    });
  tellings().set(userId, telling);
  return telling;
}

/** Notes when the person was last here, and returns what they hide; null when nobody knows that. */
async function noteHere(userId: string, now: Date, known: Hides | null): Promise<Hides | null> {
  try {
    const user = await User.findByIdAndUpdate(userId, { $max: { lastSeenAt: now } })
      .select('hides')
      .lean();
    const hides = user?.hides ?? {};
    const local = localUsers().get(userId);
    if (local) local.hides = hides;
    return hides;
  } catch (error) {
    log().warn({ err: error, userId }, 'presence.not_saved');
    return known;
  }
}

/** Notes when the person was last here and tells the watchers what holds by then. */
function announce(userId: string, online: boolean, known: Hides | null = null): Promise<void> {
  return tellInOrder(userId, async () => {
    const now = new Date();
    const hides = await noteHere(userId, now, known);
    // It may have changed during the write; then another call publishes it.
    if ((await findOnline([userId])).has(userId) !== online) return;
    // Whoever hides it is not told of at all: when they come and go would be told with it.
    if (hides && !hides.online) publishPresence({ userId, hides }, { online, lastSeenAt: now });
  });
}

/** Takes the person's sockets of this node out of whatever they watch: they may see something else now. */
async function stopWatching(userId: string): Promise<void> {
  const sockets = realtimeServer()?.sockets;
  for (const id of sockets?.adapter.rooms.get(rooms.user(userId)) ?? []) {
    const socket = sockets?.sockets.get(id);
    for (const room of socket?.rooms ?? []) if (isWatcherRoom(room)) await socket?.leave(room);
  }
}

/**
 * A person hides something else from now on: what this node tells of them comes after that, and their
 * sockets watch nobody until they ask again. `isEverywhere` on the node that changed it, which tells
 * what holds even if the person is on another.
 */
export async function noteNewPrivacy(
  userId: string,
  { isEverywhere }: { isEverywhere: boolean },
): Promise<void> {
  await stopWatching(userId);
  if (!isEverywhere && !localUsers().has(userId) && !tellings().has(userId)) return;
  await tellInOrder(userId, async () => {
    const user = await User.findById(userId).select('hides lastSeenAt').lean();
    if (!user) return;
    const { hides = {}, lastSeenAt } = user;
    const local = localUsers().get(userId);
    if (local) local.hides = hides;
    const online = (await findOnline([userId])).has(userId);
    publishPresence({ userId, hides }, { online, lastSeenAt });
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
  localUsers().set(userId, { sockets: new Set([socketId]), leaving: null, hides: null });
  const newcomers = await holdLeases([userId]);
  if (newcomers === null || newcomers.length > 0) await announce(userId, true);
}

async function depart(userId: string): Promise<void> {
  const known = localUsers().get(userId)?.hides ?? null;
  localUsers().delete(userId);
  const gone = await dropLeases([userId]);
  if (gone.length > 0) await announce(userId, false, known);
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
  for (const userId of lapsed ?? []) {
    await announce(userId, true, localUsers().get(userId)?.hides ?? null);
  }
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
  const users = await User.find({ _id: { $in: gone } })
    .select('hides')
    .lean();
  // Whose device has found another node during the writes: that node has told of it.
  const back = await findOnline(gone);
  for (const { _id, hides = {} } of users) {
    const userId = _id.toHexString();
    if (hides.online || back.has(userId)) continue;
    publishPresence({ userId, hides }, { online: false, lastSeenAt: now });
  }
}
