import { ChangeOutbox } from '@/lib/client/outbox/change-outbox';
import { createClientId } from '@/lib/client/outbox/client-id';
import { OutboxRepository } from '@/lib/client/outbox/outbox-repository';
import {
  type ForwardedMessage,
  isChange,
  type OutboxFile,
  type OutboxImage,
  type OutboxItem,
  type OutboxStorage,
  type OutgoingAttachment,
  type SendItem,
  type TakenBack,
} from '@/lib/client/outbox/outbox-storage';
import { PendingSlice } from '@/lib/client/outbox/pending-slice';
import { type Deliver, RecipientQueue } from '@/lib/client/outbox/recipient-queue';
import type { Clock, Timer } from '@/lib/client/platform/clock';
import { UNKNOWN_SIZE } from '@/lib/client/platform/measure-image';
import type { Tabs } from '@/lib/client/platform/tabs';
import { announceRefusedReaction } from '@/lib/client/store/announcer';
import { quoteOf } from '@/lib/client/store/quotes';
import type { SendFailure } from '@/lib/client/store/state';
import type { ClientStore } from '@/lib/client/store/store';
import { type VoiceNote, voiceFileName } from '@/lib/client/voice/voice-note';
import type { FileDto, ImageDto, MessageDto } from '@/lib/shared/dto';
import type { ImageRefusal } from '@/lib/shared/image-refusal';
import { IMAGE_MAX_BYTES } from '@/lib/shared/limits';
import { trimEmptyLines } from '@/lib/shared/text';

/** Without shared locks: time for the tab that wrote an item to send it before others try. */
const FOREIGN_DELAY_MS = 4_000;

export interface OutboxOptions {
  store: ClientStore;
  storage: OutboxStorage;
  tabs: Tabs;
  clock: Clock;
  deliver: Deliver;
  /** False while no request can get anywhere. */
  isOnline?(): boolean;
  /** Another tab has sent a message that has not come here. */
  onMissing(): void;
  onUnauthorized(): void;
  /** A file of which the server may have some was given up by its author. */
  onFileDiscarded?(item: SendItem): void;
  /** The server refused it for good. */
  onRefused?: ((item: OutboxItem, failure: SendFailure) => void) | undefined;
}

export interface SendOptions {
  /** The message that is answered. */
  replyTo?: MessageDto | undefined;
  /** False: no preview of its link. */
  preview?: false | undefined;
  /** Of programs that send the same again after a restart, which makes one message. */
  clientId?: string | undefined;
}

/**
 * Messages on their way, sent in the order of writing, with one queue for each recipient. An item is
 * shown at once, stored before it is tried, and removed only when the server has it or its author
 * removes it.
 */
export class Outbox {
  readonly changes: ChangeOutbox;
  readonly #options: OutboxOptions;
  readonly #ownerId: string;
  readonly #repository: OutboxRepository;
  readonly #slice: PendingSlice;
  readonly #queues = new Map<string, RecipientQueue>();
  #isStarted = false;
  #foreignTimer: Timer | undefined;
  #stopListening: (() => void) | null = null;

  constructor(options: OutboxOptions) {
    this.#options = options;
    const { store, clock, storage, tabs, onMissing } = options;
    this.#ownerId = store.getChat().me._id;
    this.#repository = new OutboxRepository({ ownerId: this.#ownerId, storage, tabs });
    this.changes = new ChangeOutbox({
      ownerId: this.#ownerId,
      store,
      clock,
      repository: this.#repository,
      run: (to) => void this.#queue(to).run(),
    });
    this.#slice = new PendingSlice({
      store,
      clock,
      onMissing,
      onStored: ({ to, clientId }) => this.#confirm(to, clientId),
    });
  }

  /** Reads what earlier sessions left and begins to send. Safe to call again. */
  async start(): Promise<void> {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#slice.start();
    this.#stopListening = this.#options.tabs.onAnnounced(
      (clientId) => void this.#onOtherTab(clientId),
    );
    await this.#reload();
    for (const item of this.#repository.items()) {
      if (item.kind === 'send') this.#repository.adopt({ ...item, isTried: true });
    }
    this.#runAll();
  }

  stop(): void {
    this.#isStarted = false;
    this.#stopListening?.();
    this.#slice.stop();
    this.changes.stop();
    this.#options.clock.clearTimeout(this.#foreignTimer);
    for (const queue of this.#queues.values()) queue.stop();
  }

  get size(): number {
    return this.#repository.size;
  }

  /** Returns the clientId. Empty text is not sent. */
  sendText(
    to: string,
    text: string,
    { replyTo, preview, clientId }: SendOptions = {},
  ): string | null {
    const kept = trimEmptyLines(text);
    return kept === '' ? null : this.#add({ to, text: kept, replyTo, preview, clientId });
  }

  /** Sends what another message says to somebody; nothing is uploaded again. */
  forward(
    to: string,
    source: { message: MessageDto; text: string; image: ImageDto | null; file: FileDto | null },
  ): void {
    const { message, text, image, file } = source;
    this.#add({ to, text, forwardOf: { messageId: message._id, image, file } });
  }

  /**
   * Images and files in their order, the caption with the first. One that can only be refused is shown as
   * failed at once. Resolves once they are taken in.
   */
  async sendAttachments(
    to: string,
    attachments: readonly OutgoingAttachment[],
    caption: string,
    { replyTo, clientId }: SendOptions = {},
  ): Promise<void> {
    // All are measured before the first is added, so that a slow one does not change the order.
    const sizes = await Promise.all(attachments.map(({ size }) => size));
    for (const [index, { file, isFile }] of attachments.entries()) {
      const size = sizes[index] ?? UNKNOWN_SIZE;
      const name = file.name || (isFile ? 'file' : 'image');
      this.#add({
        to,
        text: index === 0 ? trimEmptyLines(caption) : '',
        replyTo: index === 0 ? replyTo : undefined,
        clientId: index === 0 ? clientId : undefined,
        ...(isFile
          ? { file: { blob: file, name } }
          : { image: { blob: file, name, ...size }, failure: refusalOf(file) }),
      });
    }
  }

  /** Sends a recording. Returns the clientId. */
  sendVoice(to: string, note: VoiceNote, { replyTo }: SendOptions = {}): string {
    const { blob, durationMs, waveform } = note;
    const voice = { durationMs, waveform: [...waveform] };
    const file = { blob, name: voiceFileName(blob.type), voice };
    return this.#add({ to, text: '', file, replyTo });
  }

  /** Tries a refused item once more. */
  retry(clientId: string): void {
    const item = this.#repository.get(clientId);
    if (!item?.failure) return;
    this.#change({ ...item, failure: null });
    this.#queue(item.to).runNow();
  }

  /** Stops the current attempt and keeps the item for its author to retry or remove. */
  cancel(clientId: string): void {
    const item = this.#repository.get(clientId);
    if (!item || item.failure) return;
    this.#change({ ...item, failure: { code: 'unavailable', message: '', reason: 'cancelled' } });
    this.#queue(item.to).abort(clientId);
  }

  discard(clientId: string): void {
    const item = this.#repository.get(clientId);
    if (!item) return;
    this.#remove(item);
    this.#queue(item.to).abort(clientId);
    if (item.kind === 'send' && item.file && item.isTried) this.#options.onFileDiscarded?.(item);
  }

  /** Removes a message and returns what was in it. */
  takeBack(clientId: string): TakenBack {
    const item = this.#repository.get(clientId);
    const { text, image, file } = item && !isChange(item) ? item : { text: '', image: null };
    const carried = image ?? file;
    this.discard(clientId);
    return {
      text,
      file: carried ? new File([carried.blob], carried.name, { type: carried.blob.type }) : null,
    };
  }

  /** Tries everything now: the connection is back, or the person came back. */
  retryNow(): void {
    this.#runAll();
    // A tab that was asleep has not heard what the others did.
    if (this.#isStarted) void this.#reload();
  }

  #add(content: {
    to: string;
    text: string;
    image?: OutboxImage;
    file?: OutboxFile;
    replyTo?: MessageDto | undefined;
    forwardOf?: ForwardedMessage;
    preview?: false | undefined;
    failure?: SendFailure | null;
    clientId?: string | undefined;
  }): string {
    const {
      to,
      text,
      image = null,
      file = null,
      replyTo,
      forwardOf = null,
      preview,
      failure = null,
      clientId = createClientId(),
    } = content;
    // An earlier run of the program has written it already.
    if (this.#repository.get(clientId)) return clientId;
    const item: SendItem = {
      kind: 'send',
      clientId,
      ownerId: this.#ownerId,
      to,
      text,
      image,
      file,
      replyTo: replyTo ? quoteOf(replyTo) : null,
      forwardOf,
      ...(preview === false && { preview }),
      isTried: false,
      createdAt: new Date(this.#options.clock.now()).toISOString(),
      failure,
    };
    this.#repository.add(item);
    this.#slice.show(item);
    void this.#queue(item.to).run();
    return clientId;
  }

  #runAll(): void {
    const waiting = this.#repository.items().filter((item) => !item.failure);
    for (const to of new Set(waiting.map((item) => item.to))) this.#queue(to).runNow();
  }

  #queue(to: string): RecipientQueue {
    const held = this.#queues.get(to);
    if (held) return held;
    const { store, tabs, clock, deliver, onUnauthorized } = this.#options;
    const queue = new RecipientQueue({
      to,
      lockName: `parley-outbox:${this.#ownerId}:${to}`,
      tabs,
      clock,
      repository: this.#repository,
      prepare: (item) => this.#prepare(item),
      onAttempt: (item, isOver) => this.#noteAttempt(item, isOver),
      deliver,
      isStarted: () => this.#isStarted,
      onProgress: (item, progress) => {
        const current = this.#repository.get(item.clientId);
        if (current && !current.failure && !isChange(current)) this.#slice.show(current, progress);
      },
      onRefused: (item, failure) => this.#refuse(item, failure),
      onStored: async (item, message) => {
        if (item.kind === 'edit') {
          const { rebaseEdits } = await import('@/lib/client/outbox/fold-changes');
          await rebaseEdits(item, message, this.#repository);
        }
        this.#repository.remove(item.clientId);
        store.dispatch({ type: 'message', message });
        if (isChange(item)) this.changes.show(item.to);
        else this.#slice.release(item.clientId);
      },
      onUnauthorized,
    });
    this.#queues.set(to, queue);
    return queue;
  }

  /** The server is known to have it, from an event or a page: no answer needs to come first. */
  #confirm(to: string, clientId: string): void {
    if (!this.#repository.get(clientId)) return;
    this.#repository.remove(clientId);
    this.#queue(to).confirm(clientId);
  }

  /** Brings this tab's view in line with the storage. */
  #reload(): Promise<void> {
    return this.#repository.readAll((items) => {
      const kept = new Set(items.map((item) => item.clientId));
      for (const { clientId } of this.#repository.items())
        if (!kept.has(clientId)) this.#loseOne(clientId);
      for (const item of items) this.#takeIn(item);
    });
  }

  #takeIn(item: OutboxItem): void {
    if (this.#queue(item.to).isSending(item.clientId)) return;
    // With thousands waiting, showing each again would be slow.
    const held = this.#repository.get(item.clientId);
    if (held && isSameState(held, item)) return;
    this.#repository.adopt(item);
    this.#show(item);
  }

  #show(item: OutboxItem): void {
    if (isChange(item)) this.changes.show(item.to);
    else this.#slice.show(item);
  }

  #remove(item: OutboxItem): void {
    this.#repository.remove(item.clientId);
    if (isChange(item)) {
      this.changes.show(item.to);
      return;
    }
    this.#slice.hide(item.to, item.clientId);
    this.changes.removeOf(item);
  }

  /**
   * Noted in memory as an attempt begins, and stored once it has failed: an item of an earlier session
   * counts as tried in any case.
   */
  #noteAttempt(item: OutboxItem, isOver: boolean): void {
    const held = this.#repository.get(item.clientId);
    const { isOnline = () => true } = this.#options;
    if (!held || isChange(held) || !isOnline()) return;
    if (isOver && !(item.kind === 'send' && item.isTried)) {
      this.#repository.update({ ...held, isTried: true });
    } else if (!held.isTried) this.#repository.adopt({ ...held, isTried: true });
  }

  /** Joins the first in line with the changes of the same message that wait behind it. */
  async #prepare(item: OutboxItem): Promise<OutboxItem | null> {
    const repository = this.#repository;
    if (!isChange(item)) {
      const isChanged = await repository.readChanges(item.clientId, ({ length }) => length > 0);
      if (!isChanged) return item;
    }
    const { foldChanges } = await import('@/lib/client/outbox/fold-changes');
    const prepared = await foldChanges(item, {
      repository,
      onEdited: (unsent) => this.#slice.show(unsent),
      onRemoved: ({ to, clientId }) => this.#slice.hide(to, clientId),
    });
    this.changes.show(item.to);
    return prepared;
  }

  #refuse(item: OutboxItem, failure: SendFailure): void {
    this.#options.onRefused?.(item, failure);
    // Never sent, or deleted for oneself: no row is left that it could be shown at.
    const isOfNothing = isChange(item) && failure.code === 'not_found';
    if (item.kind === 'react' || item.kind === 'removePreview' || isOfNothing) this.#remove(item);
    else this.#change({ ...item, failure });
    if (item.kind === 'react') announceRefusedReaction(this.#options.store);
  }

  /** Another tab has sent or removed it. */
  #loseOne(clientId: string): void {
    const item = this.#repository.get(clientId);
    if (!item || this.#queue(item.to).isSending(clientId)) return;
    if (isChange(item)) {
      this.changes.loseOne(item);
      return;
    }
    this.#repository.drop(clientId);
    this.#slice.hideLater(item.to, clientId);
  }

  async #onOtherTab(clientId: string): Promise<void> {
    const item = await this.#repository.readOne(clientId, (found) => {
      if (found) this.#takeIn(found);
      else this.#loseOne(clientId);
      return found;
    });
    if (!item || item.failure || !this.#isStarted) return;
    const { clock, tabs } = this.#options;
    if (tabs.hasSharedLocks) {
      // The tab that wrote it holds the lock: this one asks for it as well, unless it waits before
      // its next attempt anyway.
      const queue = this.#queue(item.to);
      if (!queue.isWaiting) await queue.run();
      return;
    }
    // The tab that wrote it gets time to send it first.
    clock.clearTimeout(this.#foreignTimer);
    this.#foreignTimer = clock.setTimeout(() => this.#runAll(), FOREIGN_DELAY_MS);
  }

  #change(item: OutboxItem): void {
    // Removed meanwhile by its author, or sent by another tab.
    if (!this.#repository.get(item.clientId)) return;
    this.#repository.update(item);
    this.#show(item);
  }
}

/** Whether nothing of it changed that is shown. */
function isSameState(a: OutboxItem, b: OutboxItem): boolean {
  const textOf = (item: OutboxItem) => ('text' in item ? item.text : null);
  return a.failure?.code === b.failure?.code && textOf(a) === textOf(b);
}

function refusalOf(file: File): SendFailure | null {
  if (file.size <= IMAGE_MAX_BYTES) return null;
  const reason: ImageRefusal = 'too_many_bytes';
  return { code: 'too_large', message: '', reason };
}
