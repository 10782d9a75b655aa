import { Emitter } from '@socket.io/redis-emitter';
import type { Server } from 'socket.io';
import { keepEvent } from '@/lib/server/events/recent-events';
import { log } from '@/lib/server/log';
import { noteChannelUse, redis } from '@/lib/server/redis';
import { singleton } from '@/lib/server/singleton';
import type {
  ClientToServerEvents,
  ServerToClientEvents,
  SessionEndReason,
} from '@/lib/shared/events';

/** What nodes ask of one another. */
interface NodeEvents {
  /** Answered once the writes to that conversation that the node had taken in are answered. */
  settle: (conversationId: string, done: (isSettled: boolean) => void) => void;
  /** What that person hides, and so what they may see, has changed. */
  privacy: (userId: string) => void;
  /** Sessions of that person have ended, or their person is another to them; answered once none is kept. */
  sessions: (userId: string, done: () => void) => void;
}

interface SocketData {
  userId: string;
  sid: string;
}
export type RealtimeServer = Server<
  ClientToServerEvents,
  ServerToClientEvents,
  NodeEvents,
  SocketData
>;

/** Where server.ts leaves the socket server for the routes; empty where none runs (serverless). */
const holder = (): { io: RealtimeServer | null } => singleton('realtime', () => ({ io: null }));

export function realtimeServer(): RealtimeServer | null {
  return holder().io;
}

export function setRealtimeServer(io: RealtimeServer | null): void {
  holder().io = io;
}

/** A Redis client whose publishing never throws: events are hints, and a resync replaces them. */
export function hintPublisher() {
  const commands = redis()?.commands;
  return (
    commands && {
      publish: async (channel: string, message: string | Buffer) => {
        try {
          const receivers = await commands.publish(channel, message);
          noteChannelUse('publish', null);
          return receivers;
        } catch (error) {
          if (!noteChannelUse('publish', error)) {
            log().debug({ err: error }, 'publish.redis_away');
          }
          return 0;
        }
      },
    }
  );
}

/** Reaches the sockets of other nodes from a process without sockets. */
export const realtimeEmitter = (): Emitter<ServerToClientEvents> | null =>
  singleton('realtime-emitter', () => {
    const publisher = hintPublisher();
    return publisher ? new Emitter<ServerToClientEvents>(publisher) : null;
  });

export const rooms = {
  user: (userId: string) => `user:${userId}`,
  session: (sid: string) => `session:${sid}`,
  /** Those who see everybody: every signed-in socket. */
  everyone: 'everyone',
  /** Those who watch that person's presence and profile. */
  watchers: (userId: string) => `presence:${userId}`,
  /** Those who watch that person and, hiding when they were last there, see of the presence only that. */
  onlineWatchers: (userId: string) => `presence:${userId}:online`,
  /** Those who watch that person and, hiding their own presence, see the profile alone. */
  profileWatchers: (userId: string) => `presence:${userId}:profile`,
} as const;

/** The rooms of all who watch a person, whatever they see. */
export const watcherRooms = (userId: string): string[] => [
  rooms.watchers(userId),
  rooms.onlineWatchers(userId),
  rooms.profileWatchers(userId),
];

const WATCHER_ROOM = /^presence:([^:]*)/;

export const isWatcherRoom = (room: string): boolean => WATCHER_ROOM.test(room);

/** Who is watched in such a room. */
export const watchedUserId = (room: string): string => WATCHER_ROOM.exec(room)?.[1] ?? '';

/** The socket a request came by, as far as a service may use it. */
export interface Subscriber {
  readonly rooms: ReadonlySet<string>;
  join(rooms: string[]): Promise<void> | void;
  leave(room: string): Promise<void> | void;
  emit(event: string, ...payload: unknown[]): unknown;
}

/**
 * Tells a fact to rooms; a socket in several of them hears it once. A hint only: a failure is logged
 * and never fails the write it follows.
 */
export function publish<E extends keyof ServerToClientEvents>(
  to: string[],
  event: E,
  ...payload: Parameters<ServerToClientEvents[E]>
): void {
  keepEvent(to, event, payload);
  try {
    const { io } = holder();
    if (io) io.to(to).emit(event, ...payload);
    else
      realtimeEmitter()
        ?.to(to)
        .emit(event, ...payload);
  } catch (error) {
    log().error({ err: error, event }, 'publish.failed');
  }
}

/** Takes the sockets of two people, on any node, out of each other's watchers. */
export function partWatchers(userId: string, otherId: string): void {
  const server = holder().io ?? realtimeEmitter();
  try {
    server?.in(rooms.user(userId)).socketsLeave(watcherRooms(otherId));
    server?.in(rooms.user(otherId)).socketsLeave(watcherRooms(userId));
  } catch (error) {
    log().error({ err: error }, 'watchers.not_parted');
  }
}

/** Tells two people that each may see something else of the other from now on. */
export function announceToEachOther(userId: string, otherId: string): void {
  publish([rooms.user(userId)], 'people:changed', { userId: otherId });
  publish([rooms.user(otherId)], 'people:changed', { userId });
}

/** Tells the sockets of a session, on any node, that it has ended, and closes them. */
export function endSockets(sid: string, reason: SessionEndReason): void {
  const room = rooms.session(sid);
  publish([room], 'session:ended', { reason });
  try {
    const { io } = holder();
    if (io) io.in(room).disconnectSockets(true);
    else realtimeEmitter()?.in(room).disconnectSockets(true);
  } catch (error) {
    log().error({ err: error }, 'disconnect.failed');
  }
}

/** Tells the other nodes that a person hides something else from now on; a hint, as every event. */
export function tellNodesOfPrivacy(userId: string): void {
  // The adapter of a single node knows no others, and says so on the console.
  if (!redis()) return;
  try {
    const { io } = holder();
    if (io) io.serverSideEmit('privacy', userId);
    else realtimeEmitter()?.serverSideEmit('privacy', userId);
  } catch (error) {
    log().error({ err: error }, 'privacy.not_told');
  }
}
