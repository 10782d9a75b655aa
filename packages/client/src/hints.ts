import type { ChatEvent } from '@/lib/client/store/reducer';
import type { ClientStore } from '@/lib/client/store/store';
import { watermarksOf } from '@/lib/client/store/watermarks';
import type { Hints } from './types';

type Listener<K extends keyof Hints> = (value: Hints[K]) => void;

/** Throws where nobody's work is broken off by it: unless the program sees to it, that ends it. */
export function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}

/** Tells listeners of what comes and goes, as the store takes it in. */
export class HintEmitter {
  readonly #listeners = new Map<keyof Hints, Set<Listener<never>>>();
  /** How far each person was last known to be. */
  readonly #receipts = new Map<string, string>();

  on<K extends keyof Hints>(hint: K, listener: Listener<K>): () => void {
    const listeners = this.#listeners.get(hint) ?? new Set();
    this.#listeners.set(hint, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Whether somebody listened. */
  emit<K extends keyof Hints>(hint: K, value: Hints[K]): boolean {
    const listeners = this.#listeners.get(hint) as Set<Listener<K>> | undefined;
    for (const listener of listeners ?? []) {
      try {
        listener(value);
      } catch (error) {
        throwLater(error);
      }
    }
    return listeners !== undefined && listeners.size > 0;
  }

  /** An event, once the store has taken it in. */
  take(event: ChatEvent, store: ClientStore): void {
    switch (event.type) {
      case 'typing':
        this.emit('typing', { userId: event.userId, typing: event.typing });
        break;
      case 'presence':
        for (const each of event.presence) this.emit('presence', each);
        break;
      case 'watermark': {
        const userId = store.getChat().otherMembers.get(event.conversationId);
        if (userId !== undefined) this.#checkReceipts(userId, store);
        break;
      }
      case 'page-loaded':
        this.#checkReceipts(event.userId, store);
        break;
      case 'people-loaded':
        for (const { _id } of event.answer.users) this.#checkReceipts(_id, store);
        break;
      default:
        break;
    }
  }

  /** Tells it where somebody has come further than was known. */
  #checkReceipts(userId: string, store: ClientStore): void {
    const { deliveredSeq, seenSeq } = watermarksOf(store.getChat(), userId);
    if (deliveredSeq === 0) return;
    const now = `${deliveredSeq} ${seenSeq}`;
    if (this.#receipts.get(userId) === now) return;
    this.#receipts.set(userId, now);
    this.emit('receipt', { userId, deliveredSeq, seenSeq });
  }
}
