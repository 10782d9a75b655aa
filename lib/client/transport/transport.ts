import type { ClientToServerEvents, ServerToClientEvents } from '@/lib/shared/events';

type RequestEvent = Exclude<keyof ClientToServerEvents, 'typing'>;
export type Payload<E extends keyof ClientToServerEvents> = Parameters<ClientToServerEvents[E]>[0];
/** What an acknowledgement carries when it is no failure. */
export type Answer<E extends RequestEvent> = Parameters<
  Parameters<ClientToServerEvents[E]>[1]
>[0] extends infer A
  ? Omit<Extract<A, { success: true }>, 'success'>
  : never;

export interface TransportHandlers {
  /** How each event of the server is taken in. */
  events: ServerToClientEvents;
  onConnected(): void;
  onDisconnected(): void;
  /** An attempt failed. `hasNoSockets`: a server answered, and it has none. */
  onFailed(failure: { hasNoSockets: boolean }): void;
  /** The server knows neither the cookie nor the token. */
  onRefused(): void;
}

/** The live connection to the server. */
export interface Transport {
  readonly isConnected: boolean;
  /** Connects, and goes on trying until stopped. Safe to call again. */
  start(handlers: TransportHandlers): void;
  stop(): void;
  /** Drops a connection that may be dead without knowing it, and connects anew at once. */
  restart(): void;
  /** Throws an ApiError when refused, a NoAnswerError when nothing came back in time. */
  request<E extends RequestEvent>(
    event: E,
    payload: Payload<E>,
    timeoutMs: number,
  ): Promise<Answer<E>>;
  /** May be lost. */
  emitVolatile<E extends keyof ClientToServerEvents>(event: E, payload: Payload<E>): void;
}

/** No answer came: the server may or may not have done it. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
}
