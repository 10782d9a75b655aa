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

  constructor(inner: Transport, onAcknowledged: (message: MessageDto) => void) {
    this.#inner = inner;
    this.#onAcknowledged = onAcknowledged;
  }

  get isConnected(): boolean {
    return this.#inner.isConnected;
  }

  start(handlers: TransportHandlers): void {
    this.#inner.start(handlers);
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

/** The same for HTTP. `skipsOne` breaks the resync on purpose: it begins one message too late. */
export function recordApi(
  api: ApiClient,
  options: { skipsOne: boolean; onAcknowledged(message: MessageDto): void },
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
    messages: (userId, query, signal) => {
      const isBroken = options.skipsOne && query.after !== undefined;
      const broken = isBroken ? { ...query, after: (query.after ?? 0) + 1 } : query;
      return api.messages(userId, broken, signal);
    },
  };
}
