import type { Clock } from '@/lib/client/platform/clock';
import type { Environment } from '@/lib/client/platform/environment';
import type { ClientStore } from '@/lib/client/store/store';
import { unseenOf } from '@/lib/client/store/unseen';
import { watermarksOf } from '@/lib/client/store/watermarks';
import { type Mark, MarkReporter } from '@/lib/client/sync/receipt-reporter';
import type { ApiClient } from '@/lib/client/transport/api-client';
import { NoAnswerError, type Transport } from '@/lib/client/transport/transport';
import type { MessageDto } from '@/lib/shared/dto';

const ACK_TIMEOUT_MS = 5_000;

interface ReceiptsOptions {
  api: Pick<ApiClient, 'markSeen'>;
  transport: Transport;
  store: ClientStore;
  environment: Environment;
  clock: Clock;
}

/** Tells the server what reached this device, and what its owner has seen. */
export class Receipts {
  readonly #options: ReceiptsOptions;
  readonly #seen: MarkReporter;
  readonly #delivered: MarkReporter;
  /** Each place on the screen that shows the end of a conversation. */
  readonly #views = new Map<object, string>();

  constructor(options: ReceiptsOptions) {
    this.#options = options;
    const { clock, transport } = options;
    this.#seen = new MarkReporter({ clock, send: (mark) => this.#sendSeen(mark) });
    this.#delivered = new MarkReporter({
      clock,
      send: ({ messageId }) =>
        transport.request('message:delivered', { messageId }, ACK_TIMEOUT_MS),
    });
  }

  /**
   * The end of that conversation is on the screen. Returns a function that says that it no longer
   * is.
   */
  view(userId: string): () => void {
    const view = {};
    this.#views.set(view, userId);
    this.check();
    return () => this.#views.delete(view);
  }

  /** Marks as seen what is on the screen now. Called whenever that changes. */
  check(): void {
    if (this.#views.size === 0 || !this.#options.environment.isFocused()) return;
    for (const userId of new Set(this.#views.values())) this.#markSeen(userId);
  }

  /** A message has come in. */
  onReceived(userId: string, message: MessageDto): void {
    this.#markDelivered(userId, { messageId: message._id, seq: message.seq });
  }

  /** The people list is up to date: its newest messages have reached this device. */
  onSynced(): void {
    const chat = this.#options.store.getChat();
    for (const userId of chat.listed) {
      const last = chat.people.get(userId)?.lastMessage;
      if (!last || userId === chat.me._id) continue;
      // The last message may be one's own, with unseen ones before it.
      if (last.senderId === userId || unseenOf(chat, userId) > 0) {
        this.#markDelivered(userId, { messageId: last._id, seq: last.seq });
      }
    }
  }

  /** Something of that person's was seen here that the server does not know of yet. */
  isSeenUnreported(userId: string): boolean {
    return this.#seen.isPending(userId);
  }

  retryNow(): void {
    this.#seen.retryNow();
    this.#delivered.retryNow();
  }

  stop(): void {
    this.#seen.stop();
    this.#delivered.stop();
  }

  #markSeen(userId: string): void {
    const { store } = this.#options;
    const { chat, loads } = store.getState();
    // Before it counts as opened, the divider of unseen messages has not been placed.
    if (!loads.get(userId)?.isOpened || userId === chat.me._id) return;
    const held = chat.conversations.get(userId);
    // The end of what is held is not that of the conversation, and everything before counts as seen.
    if (!held || held.isDetached) return;
    const { mySeenSeq } = watermarksOf(chat, userId);
    // Not beyond what was seen already: this runs at every change.
    const last = held.messages.findLast(
      ({ senderId, seq }) => senderId === userId || seq <= mySeenSeq,
    );
    if (!last || last.seq <= mySeenSeq) return;
    this.#seen.report(userId, { messageId: last._id, seq: last.seq });
    // At once, so that the badge goes before the server's answer comes.
    store.dispatch({
      type: 'watermark',
      kind: 'seen',
      conversationId: last.conversationId,
      userId: chat.me._id,
      seq: last.seq,
    });
  }

  #markDelivered(userId: string, mark: Mark): void {
    const { store, transport } = this.#options;
    const { mySeenSeq, myDeliveredSeq } = watermarksOf(store.getChat(), userId);
    if (!transport.isConnected || mark.seq <= Math.max(mySeenSeq, myDeliveredSeq)) return;
    this.#delivered.report(userId, mark);
  }

  async #sendSeen({ messageId }: Mark): Promise<void> {
    const { api, transport } = this.#options;
    if (transport.isConnected) {
      try {
        await transport.request('message:seen', { messageId }, ACK_TIMEOUT_MS);
        return;
      } catch (error) {
        if (!(error instanceof NoAnswerError)) throw error;
      }
    }
    await api.markSeen(messageId);
  }
}
