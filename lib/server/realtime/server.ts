import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import {
  endSockets,
  type RealtimeServer,
  rooms,
  setRealtimeServer,
} from '@/lib/server/events/publish';
import { log } from '@/lib/server/log';
import { metrics } from '@/lib/server/metrics';
import {
  allowRequest,
  countConnection,
  limitPeople,
  limitPlaces,
} from '@/lib/server/realtime/admission';
import { joinCluster } from '@/lib/server/realtime/cluster';
import { guardConnection, guardPerson } from '@/lib/server/realtime/flood-guard';
import { requestEvents } from '@/lib/server/realtime/handlers';
import { authenticateSocket } from '@/lib/server/realtime/handshake';
import { answerProbe } from '@/lib/server/realtime/probe';
import { secureAnswers } from '@/lib/server/realtime/secure-answers';
import { endDeadSessions } from '@/lib/server/realtime/session-watch';
import { dropSlowReaders } from '@/lib/server/realtime/slow-readers';
import { refuseUnknownEvent } from '@/lib/server/realtime/with-ack';
import { touchSession } from '@/lib/server/services/accounts/session';
import type { Actor } from '@/lib/server/services/actor';
import { settleWrites } from '@/lib/server/services/messages/conversation-writer';
import { arrive, leave, noteNewPrivacy } from '@/lib/server/services/people/presence';
import { forgetKeptSessions } from '@/lib/server/services/sessions/kept-sessions';
import { SOCKET_PAYLOAD_MAX_BYTES } from '@/lib/shared/limits';

/** A connection that is gone without a word is noticed after their sum. */
const PING_INTERVAL_MS = 15_000;
const PING_TIMEOUT_MS = 10_000;
const CONNECT_TIMEOUT_MS = 10_000;

const actorOf = (socket: Socket): Actor => socket.data;

async function welcome(socket: Socket): Promise<void> {
  const actor = actorOf(socket);
  await arrive(actor.userId, socket.id);
  // The session may have ended between the handshake and the joining of its room; one that is still kept
  // has not, and its end finds the room.
  if (!(await touchSession(actor))) endSockets(actor.sid, 'revoked');
}

/*
 * One function of each kind for all sockets: most stand idle, and what each of them holds is what a server
 * needs memory for.
 */

function onDisconnect(this: Socket): void {
  metrics().socketsConnected.dec();
  leave(actorOf(this).userId, this.id);
}

function onError(error: unknown): void {
  log().debug({ err: error }, 'socket.error');
}

function onEvent(this: Socket, event: string, ...args: unknown[]): void {
  if (Object.hasOwn(requestEvents, event)) {
    requestEvents[event as keyof typeof requestEvents](this, actorOf(this), args);
  } else {
    refuseUnknownEvent(...args);
  }
}

function onConnection(socket: Socket): void {
  const { userId, sid } = actorOf(socket);
  guardPerson(socket, userId);
  void socket.join([rooms.user(userId), rooms.session(sid), rooms.everyone]);
  metrics().socketsConnected.inc();
  socket.on('disconnect', onDisconnect);
  socket.on('error', onError);
  socket.onAny(onEvent);
  welcome(socket).catch((error: unknown) => log().error({ err: error }, 'socket.welcome_failed'));
}

/** Starts Socket.IO on the HTTP server; unknown upgrades stay with whoever else listens for them. */
export function startRealtime(httpServer: HttpServer): RealtimeServer {
  const io: RealtimeServer = new Server(httpServer, {
    transports: ['websocket', 'polling'],
    maxHttpBufferSize: SOCKET_PAYLOAD_MAX_BYTES,
    pingInterval: PING_INTERVAL_MS,
    pingTimeout: PING_TIMEOUT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    // Compression costs each socket hundreds of kilobytes and chat gains nothing from it.
    perMessageDeflate: false,
    serveClient: false,
    destroyUpgrade: false,
    allowRequest,
  });
  io.use(limitPlaces);
  io.engine.use(secureAnswers);
  io.engine.use(answerProbe);
  io.use((socket, next) => {
    void authenticateSocket(socket).then((refusal) => next(refusal));
  });
  io.use(limitPeople(io));
  io.engine.on('connection', guardConnection);
  io.engine.on('connection', countConnection);
  io.on('connection', onConnection);
  io.on('settle', (conversationId, done) => {
    void settleWrites(conversationId).then(
      () => done(true),
      () => done(false),
    );
  });
  io.on('privacy', (userId) => void noteNewPrivacy(userId, { isEverywhere: false }));
  io.on('sessions', (userId, done) => {
    forgetKeptSessions(userId);
    // A process without sockets asks without waiting for an answer.
    (done as typeof done | undefined)?.();
  });
  joinCluster(io, endDeadSessions(io));
  dropSlowReaders(io);
  setRealtimeServer(io);
  return io;
}
