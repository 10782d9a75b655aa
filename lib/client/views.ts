import type { ClientStore } from '@/lib/client/client-state';
import { isShallowEqual, keepRows } from '@/lib/client/memo';
import { conversationItems, inListOrder, personRowOf } from '@/lib/client/selectors';
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
  #listed: Memo<readonly PersonRow[]> = { inputs: [], value: [] };
  readonly #persons = new Map<string, Memo<PersonRow | null>>();
  readonly #items = new Map<string, Memo<readonly ConversationItem[]>>();

  constructor(store: ClientStore) {
    this.#store = store;
  }

  /** The loaded people list, in the order of the screen. */
  listed(): readonly PersonRow[] {
    const { listed, people, watermarks, unseen, typing, conversations } = this.#store.getChat();
    const inputs = [listed, people, watermarks, unseen, typing, conversations];
    if (!isSame(this.#listed.inputs, inputs)) {
      const rows = inListOrder(listed.flatMap((userId) => this.person(userId) ?? []));
      const value = isSame(rows, this.#listed.value) ? this.#listed.value : rows;
      this.#listed = { inputs, value };
    }
    return this.#listed.value;
  }

  person(userId: string): PersonRow | null {
    const chat = this.#store.getChat();
    // What its row is made of: the news of others leave it alone.
    const inputs = [
      chat.people.get(userId),
      chat.watermarks.get(chat.conversationIds.get(userId) ?? ''),
      chat.unseen.get(userId),
      chat.typing.has(userId),
      chat.conversations.get(userId),
    ];
    const held = this.#persons.get(userId);
    if (held && isSame(held.inputs, inputs)) return held.value;
    const row = personRowOf(chat, userId);
    const value = held?.value && row && isShallowEqual(held.value, row) ? held.value : row;
    this.#persons.set(userId, { inputs, value });
    return value;
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

  unseenTotal(): number {
    return this.listed().reduce((total, row) => total + row.unseen, 0);
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
