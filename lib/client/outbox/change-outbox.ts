import { createClientId } from '@/lib/client/outbox/client-id';
import type { OutboxRepository } from '@/lib/client/outbox/outbox-repository';
import { type ChangeItem, isChange, type SendItem } from '@/lib/client/outbox/outbox-storage';
import type { Clock, Timer } from '@/lib/client/platform/clock';
import type { ChangeContent, PendingChange } from '@/lib/client/store/state';
import type { ClientStore } from '@/lib/client/store/store';
import type { MessageDto } from '@/lib/shared/dto';

/** Done by another tab: time for the changed message to come before the change is shown no more. */
const DONE_ELSEWHERE_MS = 2_000;

/** Which message is to be changed. */
export interface ChangeTarget {
  /** The key of its row. */
  key: string;
  /** null while it is unsent. */
  message: MessageDto | null;
}

interface ChangeOutboxOptions {
  ownerId: string;
  store: ClientStore;
  clock: Clock;
  repository: OutboxRepository;
  run(to: string): void;
}

/**
 * Changes of messages on their way: shown at once, and sent in their order behind what waits for the
 * same person.
 */
export class ChangeOutbox {
  readonly #options: ChangeOutboxOptions;
  readonly #timers = new Set<Timer>();

  constructor(options: ChangeOutboxOptions) {
    this.#options = options;
  }

  stop(): void {
    for (const timer of this.#timers) this.#options.clock.clearTimeout(timer);
    this.#timers.clear();
  }

  /** Changes a message. What was refused of the same kind before it is given up. Returns its clientId. */
  add(to: string, { key, message }: ChangeTarget, content: ChangeContent): string {
    const { ownerId, repository, clock, run } = this.#options;
    for (const refused of this.#refusedOf(to, key)) {
      const isReplaced = refused.kind === content.kind || content.kind === 'remove';
      if (isReplaced) repository.remove(refused.clientId);
    }
    const clientId = createClientId();
    repository.add({
      ...content,
      clientId,
      ownerId,
      to,
      target: key,
      messageId: message?._id ?? null,
      seq: message?.seq ?? null,
      createdAt: new Date(clock.now()).toISOString(),
      failure: null,
    });
    this.show(to);
    run(to);
    return clientId;
  }

  /** Tries what was refused once more, an edit over the text that the message has by now. */
  retry(to: string, { key, message }: ChangeTarget): void {
    const { repository, run } = this.#options;
    for (const refused of this.#refusedOf(to, key)) {
      const item = { ...refused, failure: null };
      const isEdit = item.kind === 'edit' && message;
      repository.update(
        isEdit ? { ...item, base: { rev: message.rev, text: message.text } } : item,
      );
    }
    this.show(to);
    run(to);
  }

  /** Gives up what was refused. */
  discard(to: string, { key }: ChangeTarget): void {
    for (const { clientId } of this.#refusedOf(to, key)) this.#options.repository.remove(clientId);
    this.show(to);
  }

  /** An unsent message is gone: so is what was to be changed of it. */
  removeOf({ to, clientId }: SendItem): void {
    const { repository } = this.#options;
    const items = this.#itemsTo(to).filter(({ target }) => target === clientId);
    for (const item of items) repository.remove(item.clientId);
    if (items.length > 0) this.show(to);
  }

  /** Shows what waits to be changed in the conversation with that person. */
  show(to: string): void {
    const changes: readonly PendingChange[] = this.#itemsTo(to);
    this.#options.store.dispatch({ type: 'changes-set', to, changes });
  }

  /** Another tab has sent or removed it: shown until there was time for the message to come. */
  loseOne({ to, clientId }: ChangeItem): void {
    const { clock, repository } = this.#options;
    const timer = clock.setTimeout(() => {
      this.#timers.delete(timer);
      repository.drop(clientId);
      this.show(to);
    }, DONE_ELSEWHERE_MS);
    this.#timers.add(timer);
  }

  #itemsTo(to: string): ChangeItem[] {
    return this.#options.repository
      .items()
      .filter(isChange)
      .filter((item) => item.to === to);
  }

  #refusedOf(to: string, key: string): ChangeItem[] {
    return this.#itemsTo(to).filter((item) => item.target === key && item.failure);
  }
}
