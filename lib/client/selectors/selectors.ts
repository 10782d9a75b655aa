import { ClockSteps } from '@/lib/client/selectors/clock-steps';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';
import {
  ConversationRows,
  type MadeRow,
  pendingRow,
} from '@/lib/client/selectors/conversation-rows';
import { PeopleRows } from '@/lib/client/selectors/people-rows';
import type { PersonRow } from '@/lib/client/selectors/person-row';
import { isSameList, isShallowEqual, keepRows } from '@/lib/client/store/memo';
import { freshQuote } from '@/lib/client/store/quotes';
import type { Conversation, PendingChange, PendingItem } from '@/lib/client/store/state';
import type { ClientStore } from '@/lib/client/store/store';
import { EMPTY_CONVERSATION } from '@/lib/client/store/timeline';
import { watermarksOf } from '@/lib/client/store/watermarks';
import type { MessageDto, ReplyDto } from '@/lib/shared/dto';

interface Memo<T> {
  inputs: readonly unknown[];
  value: T;
}

/** More are never on the screen; the rest is computed again when it comes back. */
const CONVERSATIONS_MAX_COUNT = 30;
const NO_PENDING: readonly PendingItem[] = [];
const NO_CHANGES: readonly PendingChange[] = [];
const NO_ITEMS: readonly ConversationItem[] = [];

/**
 * What the screens read, computed when its sources changed and handed out as the same objects while
 * they did not: React compares by reference.
 */
export class Views {
  readonly #store: ClientStore;
  readonly #people: PeopleRows;
  readonly #made = new WeakMap<MessageDto, MadeRow>();
  readonly #rows = new Map<string, Memo<ConversationRows>>();
  readonly #photos = new Map<string, Memo<readonly ConversationItem[]>>();

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
  rows(userId: string): ConversationRows {
    const chat = this.#store.getChat();
    const conversation = chat.conversations.get(userId) ?? EMPTY_CONVERSATION;
    const { messages, photos, quoted, isDetached } = conversation;
    // They stand below the newest message.
    const waiting = (!isDetached && chat.pending.get(userId)) || NO_PENDING;
    const changes = chat.changes.get(userId) ?? NO_CHANGES;
    const marks = chat.watermarks.get(chat.conversationIds.get(userId) ?? '');
    const inputs = [messages, waiting, changes, marks, quoted];
    const made = this.#rows.get(userId);
    if (made && isSameList(made.inputs, inputs)) return made.value;
    const myId = chat.me._id;
    const value = new ConversationRows({
      messages,
      photos,
      pending: keepPending(made?.value.pending ?? NO_ITEMS, {
        waiting,
        changes,
        conversation,
        myId,
      }),
      changes,
      marks: watermarksOf(chat, userId),
      myId,
      made: this.#made,
      clockSteps: made?.value.clockSteps ?? new ClockSteps(),
    });
    this.#rows.set(userId, { inputs, value });
    forgetOldest(this.#rows);
    return value;
  }

  /** The rows of a conversation that carry a picture, oldest first. */
  photos(userId: string): readonly ConversationItem[] {
    const rows = this.rows(userId);
    const held = this.#photos.get(userId);
    if (held && isSameList(held.inputs, [rows])) return held.value;
    const value = keepRows(held?.value ?? NO_ITEMS, rows.photos(), keyOf);
    this.#photos.set(userId, { inputs: [rows], value });
    forgetOldest(this.#photos);
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

/** A row is made anew each time, and so is its image; equal ones count as the same. */
function keepPending(
  previous: readonly ConversationItem[],
  now: {
    waiting: readonly PendingItem[];
    changes: readonly PendingChange[];
    conversation: Conversation;
    myId: string;
  },
): readonly ConversationItem[] {
  const { waiting, changes, conversation, myId } = now;
  const refresh = (quote: ReplyDto) => freshQuote(conversation, quote);
  const carried = new Map(previous.map((item) => [item.key, item]));
  const rows = waiting.flatMap((item) => {
    const row = pendingRow(item, { myId, changes, refresh });
    if (!row) return [];
    const { image, file } = carried.get(row.key) ?? {};
    return {
      ...row,
      ...(image && row.image && isShallowEqual(image, row.image) && { image }),
      ...(file && row.file && isShallowEqual(file, row.file) && { file }),
    };
  });
  return keepRows(previous, rows, keyOf);
}

function forgetOldest(map: Map<string, unknown>): void {
  if (map.size <= CONVERSATIONS_MAX_COUNT) return;
  for (const key of map.keys()) {
    map.delete(key);
    return;
  }
}
