import type { Server } from 'socket.io';
import { log } from '@/lib/server/log';
import { singleton } from '@/lib/server/singleton';
import type {
  ClientToServerEvents,
  ServerToClientEvents,
  SessionEndReason,
} from '@/lib/shared/events';

export interface SocketData {
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

export const rooms = {
  user: (userId: string) => `user:${userId}`,
  session: (sid: string) => `session:${sid}`,
  /** Those who watch that person's presence and profile. */
  watchers: (userId: string) => `presence:${userId}`,
} as const;

/**
 * Tells a fact to rooms; a socket in several of them hears it once. A hint only: a failure is logged
 * and never fails the write it follows.
 */
export function publish<E extends keyof ServerToClientEvents>(
  to: string[],
  event: E,
  ...payload: Parameters<ServerToClientEvents[E]>
): void {
  const { io } = holder();
  if (!io) return;
  try {
    io.to(to).emit(event, ...payload);
  } catch (error) {
    log().error({ err: error, event }, 'publish.failed');
  }
}

/** Tells the sockets of a session that it has ended, and closes them. */
export function endSockets(sid: string, reason: SessionEndReason): void {
  publish([rooms.session(sid)], 'session:ended', { reason });
  holder().io?.in(rooms.session(sid)).disconnectSockets(true);
}
