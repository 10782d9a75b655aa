import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import type { MessageDto } from '@/lib/shared/dto';
import type { Link } from '../support/link';
import type { Attachment } from './attachments';
import type { Ledger } from './ledger';
import type { Writer } from './talk';

/**
 * `emit`: send and hope. `retry`: Socket.IO's own option for sending again until acknowledged, each
 * attempt with an id of its own, as code without an idea of idempotence does.
 */
export type BaselineKind = 'emit' | 'retry';

const ACK_TIMEOUT_MS = 5_000;
const RETRIES = 3;

/** A chat client as tutorials write it: a socket, events, and a list that they are appended to. */
export class BaselineDevice implements Writer {
  readonly name: string;
  readonly link: Link;
  readonly clock = { skew: () => {} };
  /** Everything it was told, in the order it was told, over all its page loads. */
  readonly told: MessageDto[] = [];
  shown: string | null = null;
  readonly #options: { kind: BaselineKind; userId: string; token: string; ledger: Ledger };
  #socket: Socket;

  constructor(options: {
    name: string;
    link: Link;
    kind: BaselineKind;
    userId: string;
    token: string;
    ledger: Ledger;
  }) {
    this.name = options.name;
    this.link = options.link;
    this.#options = options;
    this.#socket = this.#connect();
  }

  get isConnected(): boolean {
    return this.#socket.connected;
  }

  stop(): void {
    this.#socket.disconnect();
  }

  /** What waited in memory to be sent is gone with the page. */
  reload(): void {
    this.stop();
    this.#socket = this.#connect();
  }

  show(userId: string): void {
    this.shown = userId;
  }

  writeText(to: string, text: string): void {
    const { ledger, userId, kind } = this.#options;
    ledger.noteWritten({
      text,
      line: `${this.name} > ${to}`,
      senderId: userId,
      receiverId: to,
      clientId: null,
    });
    if (kind === 'emit') this.#socket.emit('message:send', { to, text, clientId: randomUUID() });
    else void this.#sendUntilAcknowledged(this.#socket, { to, text });
  }

  async writeAttachment(to: string, _attachment: Attachment, caption: string): Promise<void> {
    this.writeText(to, caption);
  }

  async #sendUntilAcknowledged(socket: Socket, payload: { to: string; text: string }) {
    for (let attempt = 0; attempt <= RETRIES && this.#socket === socket; attempt++) {
      const answer: unknown = await socket
        .timeout(ACK_TIMEOUT_MS)
        .emitWithAck('message:send', { ...payload, clientId: randomUUID() })
        .catch(() => null);
      if (answer !== null) return;
    }
  }

  #connect(): Socket {
    const socket = io(`http://127.0.0.1:${this.link.port}`, {
      auth: { token: this.#options.token },
      transports: ['websocket'],
      forceNew: true,
    });
    socket.on('message:created', (message: MessageDto) => this.told.push(message));
    return socket;
  }
}
