import type { OutboxFile, OutboxImage, SendItem } from '@/lib/client/outbox/outbox-storage';
import type { Clock, Timer } from '@/lib/client/platform/clock';
import type { ChatState, PendingItem } from '@/lib/client/store/state';
import type { ClientStore } from '@/lib/client/store/store';

/** Sent by another tab: its event mostly comes by itself. After this the server is asked for it. */
const EVENT_PATIENCE_MS = 500;
/** Time for the message itself to arrive before the bubble that stood for it goes. */
const SENT_ELSEWHERE_MS = 2_000;

interface PendingSliceOptions {
  store: ClientStore;
  clock: Clock;
  onMissing(): void;
  /** The message itself has come, by an event or a page. */
  onStored(item: PendingItem): void;
}

/** The outbox's part of the store: what is on its way, as the screens show it. */
export class PendingSlice {
  readonly #options: PendingSliceOptions;
  /** Object URLs of images and files on their way. */
  readonly #previews = new Map<string, string>();
  readonly #timers = new Set<Timer>();
  #pending: ChatState['pending'];
  #unsubscribe: (() => void) | null = null;

  constructor(options: PendingSliceOptions) {
    this.#options = options;
    this.#pending = options.store.getChat().pending;
  }

  start(): void {
    this.#pending = this.#options.store.getChat().pending;
    this.#unsubscribe = this.#options.store.subscribe(() => this.#onChange());
  }

  stop(): void {
    this.#unsubscribe?.();
    for (const timer of this.#timers) this.#options.clock.clearTimeout(timer);
    this.#timers.clear();
  }

  /** Shows an item, with what of its image or file is uploaded. */
  show(
    { clientId, to, text, image, file, replyTo, forwardOf, createdAt, failure }: SendItem,
    progress = (image || file) && !failure ? 0 : null,
  ): void {
    const own = image && {
      url: this.#previewOf(clientId, image),
      width: image.width,
      height: image.height,
      name: image.name,
    };
    const ownFile = file && {
      url: this.#previewOf(clientId, file),
      name: file.name,
      type: file.blob.type,
      bytes: file.blob.size,
      ...file.voice,
    };
    this.#options.store.dispatch({
      type: 'pending-set',
      item: {
        clientId,
        to,
        text,
        image: own ?? forwardOf?.image ?? null,
        file: ownFile ?? forwardOf?.file ?? null,
        replyTo,
        forwarded: forwardOf !== null,
        createdAt,
        failure,
        progress,
        storedSeq: null,
      },
    });
  }

  hide(to: string, clientId: string): void {
    this.#options.store.dispatch({ type: 'pending-removed', to, clientId });
    this.release(clientId);
  }

  /** The same, once there was time for the message to come. */
  hideLater(to: string, clientId: string): void {
    this.#later(EVENT_PATIENCE_MS, () => {
      if (unstoredOf(this.#pending, to).has(clientId)) this.#options.onMissing();
    });
    this.#later(SENT_ELSEWHERE_MS, () => this.hide(to, clientId));
  }

  /** Its preview is not shown any more. */
  release(clientId: string): void {
    const url = this.#previews.get(clientId);
    if (url) URL.revokeObjectURL(url);
    this.#previews.delete(clientId);
  }

  /** What was on its way and is not any more, was stored, or taken out by the outbox itself. */
  #onChange(): void {
    const before = this.#pending;
    this.#pending = this.#options.store.getChat().pending;
    if (this.#pending === before) return;
    for (const [to, items] of before) {
      if (this.#pending.get(to) === items) continue;
      const unstored = unstoredOf(this.#pending, to);
      for (const item of items) {
        if (item.storedSeq !== null || unstored.has(item.clientId)) continue;
        this.#options.onStored(item);
        this.release(item.clientId);
      }
    }
  }

  #previewOf(clientId: string, { blob }: OutboxImage | OutboxFile): string {
    const url = this.#previews.get(clientId) ?? URL.createObjectURL(blob);
    this.#previews.set(clientId, url);
    return url;
  }

  #later(ms: number, work: () => void): void {
    const timer = this.#options.clock.setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.add(timer);
  }
}

function unstoredOf(pending: ChatState['pending'], to: string): Set<string> {
  const items = pending.get(to) ?? [];
  return new Set(items.flatMap((item) => (item.storedSeq === null ? [item.clientId] : [])));
}
