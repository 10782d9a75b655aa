import type { ClientStore } from '@/lib/client/client-state';
import { isShallowEqual, keepRows } from '@/lib/client/memo';
import { PeopleRows } from '@/lib/client/people-rows';
import { conversationItems } from '@/lib/client/selectors';
import type { ConversationItem, PersonRow } from '@/lib/client/types';

interface Memo<T> {
  inputs: readonly unknown[];
  value: T;
}

/** More are never on the screen; the rest is computed again when it comes back. */
const ITEMS_MAX_COUNT = 30;
const NO_ITEMS: readonly ConversationItem[] = [];

/**
 * What the screens read, computed when its sources changed and handed out as the same objects while
 * they did not: React compares by reference.
 */
export class Views {
  readonly #store: ClientStore;
  readonly #people: PeopleRows;
  readonly #items = new Map<string, Memo<readonly ConversationItem[]>>();

  constructor(store: ClientStore) {
    this.#store = store;
    this.#people = new PeopleRows(store);
  }

  /** The loaded people list, in the order of the screen. */
  listed(): readonly PersonRow[] {
    return this.#people.listed();
  }

  person(userId: string): PersonRow | null {
    return this.#people.person(userId);
  }

  /** The rows of a conversation, stored and pending. */
  items(userId: string): readonly ConversationItem[] {
    const chat = this.#store.getChat();
    const conversationId = chat.conversationIds.get(userId) ?? '';
    const inputs = [
      chat.conversations.get(userId)?.messages,
      chat.pending.get(userId),
      chat.watermarks.get(conversationId),
    ];
    const held = this.#items.get(userId);
    if (held && isSame(held.inputs, inputs)) return held.value;
    const items = conversationItems(chat, userId);
    const value = keepRows(held?.value ?? NO_ITEMS, items.map(keepImage(held?.value)), keyOf);
    if (!held && this.#items.size >= ITEMS_MAX_COUNT) this.#items.clear();
    this.#items.set(userId, { inputs, value });
    return value;
  }

  /** How many messages in all of the list are unseen. */
  unseenTotal(): number {
    return this.#people.unseenTotal();
  }
}

function keyOf(item: ConversationItem): string {
  return item.key;
}

/** The image of a pending row is made anew each time; an equal one counts as the same. */
function keepImage(previous: readonly ConversationItem[] | undefined) {
  const images = new Map(
    previous?.filter((item) => item.image).map((item) => [item.key, item.image]),
  );
  return (item: ConversationItem): ConversationItem => {
    const held = images.get(item.key);
    const isKept = held && item.image && isShallowEqual(held, item.image);
    return isKept ? { ...item, image: held } : item;
  };
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
