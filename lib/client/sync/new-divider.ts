import { type ChatState, lastSeqOf, type PendingItem } from '@/lib/client/store/state';
import type { ClientStore } from '@/lib/client/store/store';
import { watermarksOf } from '@/lib/client/store/watermarks';

/** What the divider of one open conversation has taken account of. */
interface Known {
  /** Everything up to this number. */
  seq: number;
  /** Messages up to this number were answered: they are not new any more. */
  answeredSeq: number;
  /** The own messages that were on their way. */
  pending: readonly PendingItem[];
}

const NONE: readonly PendingItem[] = [];

/**
 * Where "New messages" stands in each open conversation: above the first one that was unseen when
 * it was opened, or that came while nobody looked. It stays while those are read, disappears when
 * one answers, and moves on once something newer comes unseen.
 */
export class NewDivider {
  readonly #store: ClientStore;
  readonly #known = new Map<string, Known>();

  constructor(store: ClientStore) {
    this.#store = store;
  }

  /** The conversation has come to the screen, with its messages. */
  open(userId: string): void {
    const { chat } = this.#store.getState();
    this.#known.set(userId, {
      seq: lastSeqOf(chat, userId),
      answeredSeq: 0,
      pending: chat.pending.get(userId) ?? NONE,
    });
    this.#store.setLoad(userId, {
      isOpened: true,
      firstUnseenSeq: firstReceivedAfter(chat, userId, watermarksOf(chat, userId).mySeenSeq),
    });
  }

  close(userId: string): void {
    this.#known.delete(userId);
    this.#store.setLoad(userId, { isOpened: false, firstUnseenSeq: null });
  }

  /** Called after every change, once what is on the screen was marked as seen. */
  check(): void {
    for (const [userId, known] of this.#known) this.#checkOne(userId, known);
  }

  #checkOne(userId: string, known: Known): void {
    const { chat, loads } = this.#store.getState();
    const pending = chat.pending.get(userId) ?? NONE;
    const seq = lastSeqOf(chat, userId);
    const hasAnswered = hasNewOwn(chat, userId, known, pending);
    const answeredSeq = hasAnswered ? seq : known.answeredSeq;
    this.#known.set(userId, { seq, answeredSeq, pending });

    const held = loads.get(userId)?.firstUnseenSeq ?? null;
    let next = hasAnswered ? null : held;
    const { mySeenSeq } = watermarksOf(chat, userId);
    if ((next === null || next <= mySeenSeq) && seq > mySeenSeq) {
      next = firstReceivedAfter(chat, userId, Math.max(mySeenSeq, answeredSeq)) ?? next;
    }
    if (next !== held) this.#store.setLoad(userId, { firstUnseenSeq: next });
  }
}

/** Whether something of one's own has been written since: here, or on another device. */
function hasNewOwn(
  chat: ChatState,
  userId: string,
  known: Known,
  pending: readonly PendingItem[],
): boolean {
  const wasPending = (clientId: string) => known.pending.some((item) => item.clientId === clientId);
  if (pending !== known.pending && pending.some(({ clientId }) => !wasPending(clientId))) {
    return true;
  }
  const messages = chat.conversations.get(userId)?.messages ?? [];
  for (let at = messages.length - 1; at >= 0; at--) {
    const message = messages[at];
    if (!message || message.seq <= known.seq) return false;
    // One that was on its way then counted as an answer when it was written.
    if (message.senderId === chat.me._id && !wasPending(message.clientId)) return true;
  }
  return false;
}

/**
 * The number of the first message of the other person after that one; of those that are not held,
 * the first. null if there is none.
 */
export function firstReceivedAfter(chat: ChatState, userId: string, seq: number): number | null {
  const held = chat.conversations.get(userId);
  // All notes to oneself are one's own messages.
  if (!held?.range || seq >= held.lastSeq || userId === chat.me._id) return null;
  if (held.range.from > seq + 1) return seq + 1;
  for (let at = seq + 1 - held.range.from; at < held.messages.length; at++) {
    const message = held.messages[at];
    if (message?.senderId === userId && !message.hidden) return message.seq;
  }
  if (held.isDetached) return Math.max(seq, held.range.to) + 1;
  return null;
}
