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
import { SOCKET_PAYLOAD_MAX_BYTES } from '@/lib/shared/limits';

/** A connection that is gone without a word is noticed after their sum. */
const PING_INTERVAL_MS = 15_000;
const PING_TIMEOUT_MS = 10_000;
const CONNECT_TIMEOUT_MS = 10_000;

async function welcome(socket: Socket, actor: Actor): Promise<void> {
  await arrive(actor.userId, socket.id);
  // The session may have ended between the handshake and the joining of its room.
  if (!(await touchSession(actor))) endSockets(actor.sid, 'revoked');
}

function onConnection(socket: Socket): void {
  const { userId, sid }: Actor = socket.data;
  const actor = { userId, sid };
  guardPerson(socket, userId);
  void socket.join([rooms.user(userId), rooms.session(sid), rooms.everyone]);
  metrics().socketsConnected.inc();
  socket.once('disconnect', () => {
    metrics().socketsConnected.dec();
    leave(userId, socket.id);
  });
  socket.on('error', (error) => log().debug({ err: error }, 'socket.error'));
  for (const [event, makeListener] of Object.entries(requestEvents)) {
    socket.on(event, makeListener(socket, actor));
  }
  socket.onAny((event: string, ...args: unknown[]) => {
    if (!Object.hasOwn(requestEvents, event)) refuseUnknownEvent(...args);
  });
  welcome(socket, actor).catch((error: unknown) =>
    log().error({ err: error }, 'socket.welcome_failed'),
  );
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
  joinCluster(io, endDeadSessions(io));
  dropSlowReaders(io);
  setRealtimeServer(io);
  return io;
}
