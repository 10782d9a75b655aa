import { createClientId } from '@/lib/client/outbox/client-id';
import { type DeliverOptions, Outbox } from '@/lib/client/outbox/outbox';
import type { OutboxImage, OutboxItem, OutboxStorage } from '@/lib/client/outbox/outbox-storage';
import type { OutgoingImage } from '@/lib/client/outbox/outgoing-image';
import type { TakenBack } from '@/lib/client/outbox/taken-back';
import type { Clock, Timer } from '@/lib/client/platform/clock';
import { measureImage, UNKNOWN_SIZE } from '@/lib/client/platform/measure-image';
import type { Tabs } from '@/lib/client/platform/tabs';
import type { SendFailure } from '@/lib/client/store/send-failure';
import type { ClientStore } from '@/lib/client/store/store';
import type { MessageDto } from '@/lib/shared/dto';
import { ERROR_MESSAGE } from '@/lib/shared/errors';
import type { ImageRefusal } from '@/lib/shared/image-refusal';
import { IMAGE_MAX_BYTES } from '@/lib/shared/limits';
import { trimEmptyLines } from '@/lib/shared/trim-empty-lines';

/** Sent by another tab: its event mostly comes by itself. After this the server is asked for it. */
const EVENT_PATIENCE_MS = 500;
/** Time for the message itself to arrive before the bubble that stood for it goes. */
const SENT_ELSEWHERE_MS = 2_000;

interface SenderOptions {
  store: ClientStore;
  clock: Clock;
  ownerId: string;
  storage: OutboxStorage;
  tabs: Tabs;
  deliver(item: OutboxItem, options: DeliverOptions): Promise<MessageDto>;
  onStored(message: MessageDto): void;
  onSentElsewhere(): void;
  onUnauthorized(): void;
}

/** Sends messages, and shows each one from the moment it is written. */
export class Sender {
  readonly outbox: Outbox;
  readonly #store: ClientStore;
  readonly #clock: Clock;
  readonly #ownerId: string;
  /** Object URLs of images on their way. */
  readonly #previews = new Map<string, string>();
  readonly #timers = new Set<Timer>();

  constructor(options: SenderOptions) {
    const { store, clock, ownerId, storage, tabs, deliver, onUnauthorized } = options;
    this.#store = store;
    this.#clock = clock;
    this.#ownerId = ownerId;
    this.outbox = new Outbox({
      ownerId,
      storage,
      tabs,
      clock,
      deliver,
      onUnauthorized,
      onItem: (item, progress) => this.#show(item, progress),
      onStored: (message) => {
        options.onStored(message);
        this.#release(message.clientId);
      },
      onDiscarded: (item) => this.#hide(item.to, item.clientId),
      onGone: ({ to, clientId }) => {
        this.#later(EVENT_PATIENCE_MS, () => {
          if (this.#isWaiting(to, clientId)) options.onSentElsewhere();
        });
        this.#later(SENT_ELSEWHERE_MS, () => this.#hide(to, clientId));
      },
    });
  }

  /** Returns the clientId. Empty text is not sent. */
  sendText(to: string, text: string): string | null {
    const kept = trimEmptyLines(text);
    return kept === '' ? null : this.#add({ to, text: kept, image: null, failure: null });
  }

  /** An image with or without a caption. One that can only be refused is shown as failed at once. */
  sendImage(to: string, file: File, caption: string): Promise<void> {
    return this.sendImages(to, [{ file, size: measureImage(file) }], caption);
  }

  /** Several images, in their order, the caption with the first. Resolves once they are taken in. */
  async sendImages(to: string, images: readonly OutgoingImage[], caption: string): Promise<void> {
    // All are measured before the first is added, so that a slow one does not change the order.
    const sizes = await Promise.all(images.map(({ size }) => size));
    for (const [index, { file }] of images.entries()) {
      const size = sizes[index] ?? UNKNOWN_SIZE;
      const image = { blob: file, name: file.name || 'image', ...size };
      this.#add({
        to,
        text: index === 0 ? trimEmptyLines(caption) : '',
        image,
        failure: refusalOf(file),
      });
    }
  }

  /** Removes a message and returns what was in it. */
  takeBack(clientId: string): TakenBack {
    const item = this.outbox.find(clientId);
    const { image } = item ?? {};
    this.outbox.discard(clientId);
    return {
      text: item?.text ?? '',
      file: image ? new File([image.blob], image.name, { type: image.blob.type }) : null,
    };
  }

  /** Removes what the server is known to have. */
  confirm(messages: readonly MessageDto[]): void {
    if (this.outbox.size === 0) return;
    for (const message of messages) {
      if (message.senderId !== this.#ownerId || !this.outbox.find(message.clientId)) continue;
      this.outbox.confirm(message.clientId);
      this.#store.dispatch({ type: 'message', message });
      this.#release(message.clientId);
    }
  }

  stop(): void {
    this.outbox.stop();
    for (const timer of this.#timers) this.#clock.clearTimeout(timer);
    this.#timers.clear();
  }

  #add(content: {
    to: string;
    text: string;
    image: OutboxImage | null;
    failure: SendFailure | null;
  }): string {
    const clientId = createClientId();
    const createdAt = new Date(this.#clock.now()).toISOString();
    this.outbox.add({ ...content, clientId, ownerId: this.#ownerId, createdAt });
    return clientId;
  }

  #show(item: OutboxItem, progress: number | null): void {
    const { clientId, to, text, createdAt, failure } = item;
    this.#store.dispatch({
      type: 'pending-set',
      item: {
        clientId,
        to,
        text,
        createdAt,
        failure,
        progress,
        storedSeq: null,
        image: item.image && {
          url: this.#previewOf(clientId, item.image),
          width: item.image.width,
          height: item.image.height,
          name: item.image.name,
        },
      },
    });
  }

  #previewOf(clientId: string, image: OutboxImage): string {
    const url = this.#previews.get(clientId) ?? URL.createObjectURL(image.blob);
    this.#previews.set(clientId, url);
    return url;
  }

  #hide(to: string, clientId: string): void {
    this.#store.dispatch({ type: 'pending-removed', to, clientId });
    this.#release(clientId);
  }

  #release(clientId: string): void {
    const url = this.#previews.get(clientId);
    if (url) URL.revokeObjectURL(url);
    this.#previews.delete(clientId);
  }

  #isWaiting(to: string, clientId: string): boolean {
    const items = this.#store.getChat().pending.get(to) ?? [];
    return items.some((item) => item.clientId === clientId && item.storedSeq === null);
  }

  #later(ms: number, work: () => void): void {
    const timer = this.#clock.setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.add(timer);
  }
}

function refusalOf(file: File): SendFailure | null {
  if (file.size <= IMAGE_MAX_BYTES) return null;
  const reason: ImageRefusal = 'too_many_bytes';
  return { code: 'too_large', message: ERROR_MESSAGE.too_large, reason };
}
