import { PeopleOrder } from '@/lib/client/selectors/people-order';
import { alertsOf, type PersonRow, personRowOf } from '@/lib/client/selectors/person-row';
import { isShallowEqual } from '@/lib/client/store/memo';
import { settingsIn } from '@/lib/client/store/people-reducer';
import { changedKeys } from '@/lib/client/store/persistent-map';
import type { ChatState } from '@/lib/client/store/state';
import type { ClientStore } from '@/lib/client/store/store';
import { isApart } from '@/lib/shared/conversation/settings';

/**
 * The rows of people, and the list of them. Updated from the difference between two states, so that
 * a message costs one row and not all of them; a row that does not change stays the same object.
 */
export class PeopleRows {
  readonly #store: ClientStore;
  readonly #rows = new Map<string, PersonRow | null>();
  /** Whose row may have changed since it was made. */
  readonly #stale = new Set<string>();
  readonly #order = new PeopleOrder();
  /** The state that rows and order were made from. */
  #chat: ChatState | null = null;
  #unseenTotal = 0;

  constructor(store: ClientStore) {
    this.#store = store;
  }

  /** The loaded people list, in the order of the screen. */
  listed(): readonly PersonRow[] {
    this.#follow();
    return this.#order.rows;
  }

  /** How many messages in all of the list are unseen. */
  unseenTotal(): number {
    this.#follow();
    return this.#unseenTotal;
  }

  person(userId: string): PersonRow | null {
    this.#follow();
    const held = this.#rows.get(userId);
    if (held !== undefined && !this.#stale.has(userId)) return held;
    const row = withHeldParts(personRowOf(this.#store.getChat(), userId), held);
    const value = held && row && isShallowEqual(held, row) ? held : row;
    this.#rows.set(userId, value);
    this.#stale.delete(userId);
    return value;
  }

  #follow(): void {
    const chat = this.#store.getChat();
    const before = this.#chat;
    if (chat === before) return;
    this.#chat = chat;
    if (!before) {
      this.#relist(chat);
      return;
    }
    const changed = changedUserIds(before, chat);
    for (const userId of changed) if (this.#rows.has(userId)) this.#stale.add(userId);
    const isMoved = [...changed].some(
      (userId) => isElsewhere(before, userId) !== isElsewhere(chat, userId),
    );
    if (chat.listed !== before.listed || isMoved) this.#relist(chat);
    else this.#update(changed);
  }

  #update(changed: ReadonlySet<string>): void {
    const rows: PersonRow[] = [];
    for (const userId of changed) {
      if (!this.#order.has(userId)) continue;
      const row = this.person(userId);
      if (row) rows.push(row);
    }
    this.#unseenTotal += this.#order.replace(rows);
  }

  #relist(chat: ChatState): void {
    const shown = chat.listed.filter((userId) => !isElsewhere(chat, userId));
    const rows = shown.flatMap((userId) => this.person(userId) ?? []);
    this.#order.reset(rows, shown);
    this.#unseenTotal = rows.reduce((total, row) => total + alertsOf(row), 0);
  }
}

const isElsewhere = (chat: ChatState, userId: string): boolean => isApart(settingsIn(chat, userId));

/** Made again with every step of an upload, mostly with equal content. */
function withHeldParts(row: PersonRow | null, held: PersonRow | null | undefined) {
  if (!row?.outgoing || !held?.outgoing) return row;
  return isShallowEqual(row.outgoing, held.outgoing) ? { ...row, outgoing: held.outgoing } : row;
}

/** Everybody whose row may differ between two states. */
function changedUserIds(before: ChatState, after: ChatState): ReadonlySet<string> {
  const ids = new Set<string>();
  const add = (keys: Iterable<string>) => {
    for (const key of keys) ids.add(key);
  };
  add(changedKeys(before.people, after.people));
  add(changedKeys(before.unseen, after.unseen));
  add(changedKeys(before.conversations, after.conversations));
  add(changedKeys(before.conversationIds, after.conversationIds));
  add(changedKeys(before.pending, after.pending));
  add(changedKeys(before.changes, after.changes));
  if (before.typing !== after.typing) {
    for (const id of before.typing) if (!after.typing.has(id)) ids.add(id);
    for (const id of after.typing) if (!before.typing.has(id)) ids.add(id);
  }
  for (const conversationId of changedKeys(before.watermarks, after.watermarks)) {
    const userId = after.otherMembers.get(conversationId);
    if (userId) ids.add(userId);
  }
  return ids;
}
