import type { Socket } from 'socket.io-client';
import { backoffMs, type Clock, systemClock, type Timer } from '@/lib/client/platform/clock';
import { openEnvelope } from '@/lib/client/transport/envelope';
import {
  type Answer,
  NoAnswerError,
  type Transport,
  type TransportHandlers,
} from '@/lib/client/transport/transport';
import { SOCKET_PROBE_TRANSPORT } from '@/lib/shared/urls';

const RECONNECT_MIN_MS = 500;
const RECONNECT_MAX_MS = 3_000;
/** Where the server has no sockets: asks again from time to time, in case that has changed. */
const RECONNECT_PATIENT_MAX_MS = 180_000;
/** A server that stops asks all clients to reconnect; the delay spreads them. */
const RETURN_MS = 3_000;
const RETURN_MAX_MS = 60_000;
const CONNECT_TIMEOUT_MS = 10_000;
/** No sockets yet: time to ask whether this server has any, as an upgrade may hang unanswered. */
const PROBE_AFTER_MS = 1_500;
const PROBE_TIMEOUT_MS = 3_000;
/** A server with sockets answers it and keeps nothing of it. */
const PROBE_PATH = `/socket.io/?EIO=4&transport=${SOCKET_PROBE_TRANSPORT}`;
const NOT_FOUND = 404;

export interface SocketOptions {
  /** Where the server is; the page's own origin when left out. */
  url?: string;
  /** For programs; a browser is known by its cookie. */
  token?: string;
  clock?: Clock;
}

/** The Socket.IO connection. Its library is loaded when it is first needed. */
export class SocketTransport implements Transport {
  readonly #options: SocketOptions;
  readonly #clock: Clock;
  #socket: Socket | null = null;
  /** Tells a start that is still loading the library that it has been stopped meanwhile. */
  #generation = 0;
  /** How many refusals since the last successful connection. */
  #refusals = 0;
  #returnTimer: Timer | undefined;
  #probeTimer: Timer | undefined;

  constructor(options: SocketOptions = {}) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  get isConnected(): boolean {
    return this.#socket?.connected ?? false;
  }

  start(handlers: TransportHandlers): void {
    this.stop();
    const generation = ++this.#generation;
    void this.#connect(generation, handlers);
  }

  stop(): void {
    this.#generation++;
    this.#clock.clearTimeout(this.#returnTimer);
    this.#clock.clearTimeout(this.#probeTimer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.off();
    socket?.disconnect();
  }

  restart(): void {
    const socket = this.#socket;
    if (!socket) return;
    this.#clock.clearTimeout(this.#returnTimer);
    socket.disconnect();
    socket.connect();
  }

  async request<E extends Parameters<Transport['request']>[0]>(
    event: E,
    payload: object,
    timeoutMs: number,
  ): Promise<Answer<E>> {
    const socket = this.#socket;
    if (!socket?.connected) throw new NoAnswerError();
    const answer: unknown = await socket
      .timeout(timeoutMs)
      .emitWithAck(event, payload)
      .catch(() => {
        throw new NoAnswerError();
      });
    return openEnvelope<Answer<E>>(answer);
  }

  emitVolatile(event: string, payload: object): void {
    this.#socket?.volatile.emit(event, payload);
  }

  async #connect(generation: number, handlers: TransportHandlers): Promise<void> {
    const { url, token } = this.#options;
    let io: typeof import('socket.io-client').io;
    try {
      ({ io } = await import('socket.io-client'));
    } catch {
      // The library could not be loaded: treated as a failed attempt.
      if (generation !== this.#generation) return;
      handlers.onFailed({ hasNoSockets: false });
      this.#returnTimer = this.#clock.setTimeout(
        () => void this.#connect(generation, handlers),
        RECONNECT_MAX_MS,
      );
      return;
    }
    if (generation !== this.#generation) return;
    const options = {
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      forceNew: true,
      timeout: CONNECT_TIMEOUT_MS,
      reconnectionDelay: RECONNECT_MIN_MS,
      reconnectionDelayMax: RECONNECT_MAX_MS,
      randomizationFactor: 0.5,
      ...(token ? { auth: { token } } : {}),
    };
    const socket: Socket = url ? io(url, options) : io(options);
    this.#socket = socket;
    this.#listen(socket, handlers);
    this.#probeTimer = this.#clock.setTimeout(
      () => void this.#lookForSockets(socket, handlers),
      PROBE_AFTER_MS,
    );
  }

  #listen(socket: Socket, handlers: TransportHandlers): void {
    socket.on('connect', () => {
      this.#clock.clearTimeout(this.#probeTimer);
      this.#refusals = 0;
      socket.io.reconnectionDelayMax(RECONNECT_MAX_MS);
      handlers.onConnected();
    });
    socket.on('disconnect', () => {
      handlers.onDisconnected();
      // Not active: the server closed it on purpose, and the library will not return by itself.
      if (!socket.active && this.#socket === socket) this.#returnLater(socket);
    });
    socket.on('connect_error', (error) => {
      if (socket.active) {
        handlers.onFailed({ hasNoSockets: false });
        void this.#lookForSockets(socket, handlers);
        return;
      }
      // A refusal by the server itself, after which the library does not try again.
      if (error.message === 'unauthorized') handlers.onRefused();
      else handlers.onFailed({ hasNoSockets: false });
      this.#returnLater(socket);
    });
    for (const [name, handler] of Object.entries(handlers.events)) socket.on(name, handler);
  }

  /** Asks by HTTP whether there is a Socket.IO server at all, and if not, tries less often. */
  async #lookForSockets(socket: Socket, handlers: TransportHandlers): Promise<void> {
    const signal = AbortSignal.timeout(PROBE_TIMEOUT_MS);
    try {
      const answer = await fetch((this.#options.url ?? '') + PROBE_PATH, {
        signal,
        cache: 'no-store',
      });
      if (answer.status !== NOT_FOUND || this.#socket !== socket || socket.connected) return;
    } catch {
      return;
    }
    socket.io.reconnectionDelayMax(RECONNECT_PATIENT_MAX_MS);
    handlers.onFailed({ hasNoSockets: true });
  }

  #returnLater(socket: Socket): void {
    this.#clock.clearTimeout(this.#returnTimer);
    const { random } = this.#clock;
    const attempt = this.#refusals++;
    const delay = backoffMs({ baseMs: RETURN_MS, maxMs: RETURN_MAX_MS, attempt, random });
    this.#returnTimer = this.#clock.setTimeout(() => socket.connect(), delay);
  }
}
