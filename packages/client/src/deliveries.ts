import type { OutboxItem } from '@/lib/client/outbox/outbox-storage';
import type { ChatEvent } from '@/lib/client/store/reducer';
import type { SendFailure } from '@/lib/client/store/state';
import { ApiError } from '@/lib/client/transport/api-error';
import type { MessageDto } from '@/lib/shared/dto';

interface Waiting {
  promise: Promise<MessageDto>;
  resolve(message: MessageDto): void;
  reject(error: ApiError): void;
}

interface WaitingChange extends Waiting {
  to: string;
  /** As it was last heard of. */
  message: MessageDto;
}

export interface DeliveriesOptions {
  myId: string;
  /** Takes something that was refused out of the outbox. */
  discard(clientId: string): void;
  /** Refused, and nobody waits for it: an earlier run of the program wrote it. */
  onOrphan(error: ApiError): void;
}

const errorOf = ({ code, message, reason }: SendFailure) =>
  new ApiError(code, { message: message || code, reason });

function waiting(): Waiting {
  let resolve: Waiting['resolve'] = () => {};
  let reject: Waiting['reject'] = () => {};
  const promise = new Promise<MessageDto>((onResolved, onRejected) => {
    resolve = onResolved;
    reject = onRejected;
  });
  return { promise, resolve, reject };
}

/** Tells who sent or changed something how it went, whichever way the news of it comes. */
export class Deliveries {
  readonly #options: DeliveriesOptions;
  readonly #sends = new Map<string, Waiting>();
  readonly #changes = new Map<string, WaitingChange>();

  constructor(options: DeliveriesOptions) {
    this.#options = options;
  }

  /** Resolves once the server has the message of that clientId; called before it is handed to the outbox. */
  sent(clientId: string): Promise<MessageDto> {
    const held = this.#sends.get(clientId) ?? waiting();
    this.#sends.set(clientId, held);
    return held.promise;
  }

  /** Resolves once the server has the change of that clientId, with the message as it is then. */
  changed(clientId: string, to: string, message: MessageDto): Promise<MessageDto> {
    const held = { ...waiting(), to, message };
    this.#changes.set(clientId, held);
    return held.promise;
  }

  onRefused(item: OutboxItem, failure: SendFailure): void {
    const error = errorOf(failure);
    if (item.kind === 'send') {
      this.#reject(item.clientId, error);
      return;
    }
    let isAwaited = false;
    for (const [clientId, change] of this.#changes) {
      // What was done to the same message meanwhile went with it.
      if (clientId !== item.clientId && change.message._id !== item.messageId) continue;
      isAwaited = true;
      this.#changes.delete(clientId);
      change.reject(error);
    }
    if (!isAwaited) this.#options.onOrphan(error);
  }

  take(event: ChatEvent): void {
    switch (event.type) {
      case 'message':
        this.#takeMessages([event.message]);
        break;
      case 'page-loaded':
      case 'changes-loaded':
        this.#takeMessages(event.answer.messages);
        break;
      case 'pending-set': {
        const { clientId, failure } = event.item;
        if (!failure) break;
        // Refused by the server just now, or before the program was ended, or too large to be tried.
        if (this.#sends.has(clientId)) this.#reject(clientId, errorOf(failure));
        queueMicrotask(() => this.#options.discard(clientId));
        break;
      }
      case 'changes-set':
        this.#takeChanges(event.to, event.changes);
        break;
      default:
        break;
    }
  }

  /** Nothing more will be heard of what is on its way. */
  close(): void {
    const error = new ApiError('unavailable', { reason: 'closed' });
    for (const each of [...this.#sends.values(), ...this.#changes.values()]) {
      // Who does not wait for it is not to be ended by it.
      each.promise.catch(() => undefined);
      each.reject(error);
    }
    this.#sends.clear();
    this.#changes.clear();
  }

  #reject(clientId: string, error: ApiError): void {
    const held = this.#sends.get(clientId);
    this.#sends.delete(clientId);
    if (held) held.reject(error);
    else this.#options.onOrphan(error);
  }

  #takeMessages(messages: readonly MessageDto[]): void {
    if (this.#sends.size + this.#changes.size === 0) return;
    for (const message of messages) {
      const held =
        message.senderId === this.#options.myId ? this.#sends.get(message.clientId) : undefined;
      if (held) {
        this.#sends.delete(message.clientId);
        held.resolve(message);
      }
      for (const change of this.#changes.values()) {
        const isNewer = change.message._id === message._id && message.rev >= change.message.rev;
        if (isNewer) change.message = message;
      }
    }
  }

  #takeChanges(to: string, changes: Extract<ChatEvent, { type: 'changes-set' }>['changes']): void {
    for (const { clientId, failure } of changes) {
      if (failure) queueMicrotask(() => this.#options.discard(clientId));
    }
    for (const [clientId, change] of this.#changes) {
      // Several changes of one message are sent as one.
      const isWaiting = changes.some(({ messageId }) => messageId === change.message._id);
      if (change.to !== to || isWaiting) continue;
      this.#changes.delete(clientId);
      change.resolve(change.message);
    }
  }
}
