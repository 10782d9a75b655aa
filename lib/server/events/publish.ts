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

interface SocketData {
  userId: string;
  sid: string;
}
export type RealtimeServer = Server<
  ClientToServerEvents,
  ServerToClientEvents,
  Record<string, never>,
  SocketData
>;

/** Where server.ts leaves the socket server for the routes; empty where none runs (serverless). */
const holder = (): { io: RealtimeServer | null } => singleton('realtime', () => ({ io: null }));

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
const emitter = (): Emitter<ServerToClientEvents> | null =>
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
} as const;

export const isWatcherRoom = (room: string): boolean => room.startsWith(rooms.watchers(''));

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
      emitter()
        ?.to(to)
        .emit(event, ...payload);
  } catch (error) {
    log().error({ err: error, event }, 'publish.failed');
  }
}

/** Tells those who may see them that a person has come, gone, or changed in who may see them. */
export function announcePerson(userId: string): void {
  publish([rooms.everyone], 'people:changed', { userId });
}

/** Tells the sockets of a session, on any node, that it has ended, and closes them. */
export function endSockets(sid: string, reason: SessionEndReason): void {
  const room = rooms.session(sid);
  publish([room], 'session:ended', { reason });
  try {
    const { io } = holder();
    if (io) io.in(room).disconnectSockets(true);
    else emitter()?.in(room).disconnectSockets(true);
  } catch (error) {
    log().error({ err: error }, 'disconnect.failed');
  }
}
