import type { ApiClient } from '@/lib/client/transport/api-client';
import type {
  Answer,
  Payload,
  Transport,
  TransportHandlers,
} from '@/lib/client/transport/transport';
import type { MessageDto } from '@/lib/shared/dto';

type Requests = Parameters<Transport['request']>[0];

/** A transport that also tells which sends were acknowledged. */
export class RecordingTransport implements Transport {
  readonly #inner: Transport;
  readonly #onAcknowledged: (message: MessageDto) => void;
  readonly #losesChanges: boolean;

  /** `losesChanges`: every other event of a change never comes. */
  constructor(
    inner: Transport,
    options: { onAcknowledged(message: MessageDto): void; losesChanges: boolean },
  ) {
    this.#inner = inner;
    this.#onAcknowledged = options.onAcknowledged;
    this.#losesChanges = options.losesChanges;
  }

  get isConnected(): boolean {
    return this.#inner.isConnected;
  }

  start(handlers: TransportHandlers): void {
    const onUpdated = handlers.events['message:updated'];
    let count = 0;
    const onSome = (message: MessageDto) => {
      count++;
      if (count % 2 === 0) onUpdated(message);
    };
    const events = { ...handlers.events, 'message:updated': onSome };
    this.#inner.start(this.#losesChanges ? { ...handlers, events } : handlers);
  }

  stop(): void {
    this.#inner.stop();
  }

  restart(): void {
    this.#inner.restart();
  }

  emitVolatile(...args: Parameters<Transport['emitVolatile']>): void {
    this.#inner.emitVolatile(...args);
  }

  async request<E extends Requests>(
    event: E,
    payload: Payload<E>,
    timeoutMs: number,
  ): Promise<Answer<E>> {
    const answer = await this.#inner.request(event, payload, timeoutMs);
    if ('newMessage' in answer) this.#onAcknowledged(answer.newMessage as MessageDto);
    return answer;
  }
}

/**
 * The same for HTTP. `skipsOne` breaks the resync on purpose: it begins one message too late.
 * `ignoresRev` does in another way: nothing of what was changed comes with it, so that what an event
 * did not bring never comes.
 */
export function recordApi(
  api: ApiClient,
  options: { skipsOne: boolean; ignoresRev: boolean; onAcknowledged(message: MessageDto): void },
): ApiClient {
  const noted = async (sending: Promise<MessageDto>): Promise<MessageDto> => {
    const message = await sending;
    options.onAcknowledged(message);
    return message;
  };
  return {
    ...api,
    sendText: (...args) => noted(api.sendText(...args)),
    sendImage: (...args) => noted(api.sendImage(...args)),
    changes: async (...args) => {
      const answer = await api.changes(...args);
      return options.ignoresRev ? { ...answer, messages: [], hasAfter: false } : answer;
    },
    messages: (userId, query, signal) => {
      const isBroken = options.skipsOne && query.after !== undefined;
      const broken = isBroken ? { ...query, after: (query.after ?? 0) + 1 } : query;
      return api.messages(userId, broken, signal);
    },
  };
}
