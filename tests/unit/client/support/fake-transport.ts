import {
  type Answer,
  NoAnswerError,
  type Payload,
  type Transport,
  type TransportHandlers,
} from '@/lib/client/transport/transport';
import type { ClientToServerEvents, ServerToClientEvents } from '@/lib/shared/events';
import type { FakeServer } from './fake-server';

type RequestEvent = Exclude<keyof ClientToServerEvents, 'typing'>;

/** A connection to the fake server, with faults to switch on. */
export class FakeTransport implements Transport {
  readonly userId: string;
  readonly #server: FakeServer;
  #handlers: TransportHandlers | null = null;
  isConnected = false;
  /** Requests reach the server, but their answers are lost. */
  losesAnswers = false;
  /** Requests do not even reach the server. */
  losesRequests = false;
  /** Events are kept back until `release`. */
  holdsEvents = false;
  /** Events are lost. */
  losesEvents = false;
  /** What was asked and cast, oldest first. */
  readonly sent: { event: string; payload: unknown }[] = [];
  /** What was told between page and connection; null when the server does not know. */
  missed: (() => void)[] | null = null;
  restarts = 0;
  #held: (() => void)[] = [];

  constructor(server: FakeServer, userId: string) {
    this.#server = server;
    this.userId = userId;
  }

  start(handlers: TransportHandlers): void {
    this.#handlers = handlers;
  }

  stop(): void {
    this.#handlers = null;
    this.isConnected = false;
  }

  restart(): void {
    this.restarts++;
    this.drop();
  }

  /** The connection comes about. */
  open(): void {
    this.isConnected = true;
    this.#handlers?.onConnected();
    const presence = { userId: this.userId, online: true, lastSeenAt: null };
    this.#server.publish([...this.#server.users.keys()], 'presence:changed', presence);
  }

  /** The connection is lost. */
  drop(): void {
    if (!this.isConnected) return;
    this.isConnected = false;
    this.#handlers?.onDisconnected();
  }

  fail(failure: { hasNoSockets: boolean }): void {
    this.#handlers?.onFailed(failure);
  }

  refuse(): void {
    this.#handlers?.onRefused();
  }

  receive<E extends keyof ServerToClientEvents>(
    event: E,
    payload: Parameters<ServerToClientEvents[E]>[0],
  ): void {
    if (!this.isConnected || this.losesEvents) return;
    const deliver = () => {
      // The payload type of one event cannot be told to be its own handler's: both are E's.
      const handle = this.#handlers?.events[event] as ((payload: unknown) => void) | undefined;
      handle?.(payload);
    };
    if (this.holdsEvents) this.#held.push(deliver);
    else deliver();
  }

  /** Hands over what was held back, in the order given by `sort`. */
  release(order: (count: number) => number[] = (count) => [...Array(count).keys()]): void {
    const held = this.#held;
    this.#held = [];
    this.holdsEvents = false;
    for (const index of order(held.length)) held[index]?.();
  }

  async request<E extends RequestEvent>(event: E, payload: Payload<E>): Promise<Answer<E>> {
    this.sent.push({ event, payload });
    await Promise.resolve();
    if (!this.isConnected || this.losesRequests) throw new NoAnswerError();
    const answer = this.#answer({ event, payload } as Request);
    await Promise.resolve();
    if (!this.isConnected || this.losesAnswers) throw new NoAnswerError();
    return answer as Answer<E>;
  }

  emitVolatile<E extends keyof ClientToServerEvents>(event: E, payload: Payload<E>): void {
    this.sent.push({ event, payload });
  }

  /** The payloads of one kind of request. */
  sentOf(event: keyof ClientToServerEvents): unknown[] {
    return this.sent.filter((each) => each.event === event).map((each) => each.payload);
  }

  #answer(request: Request): object {
    const { userId } = this;
    switch (request.event) {
      case 'message:send':
        return { newMessage: this.#server.send(userId, request.payload) };
      case 'message:seen':
        return { seenSeq: this.#server.mark(userId, 'seen', request.payload.messageId) };
      case 'message:delivered':
        return { deliveredSeq: this.#server.mark(userId, 'delivered', request.payload.messageId) };
      case 'events:since':
        for (const tell of this.missed ?? []) tell();
        return { isComplete: this.missed !== null };
      case 'presence:watch':
        return {
          presence: request.payload.userIds.map((each) => ({
            userId: each,
            online: this.#server.isOnline(each),
            lastSeenAt: null,
          })),
        };
    }
  }
}

type Request = { [E in RequestEvent]: { event: E; payload: Payload<E> } }[RequestEvent];
