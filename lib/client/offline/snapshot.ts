import type { ChatClient } from '@/lib/client/chat-client';
import { droppedPictures } from '@/lib/client/offline/message-pictures';
import type { PersonRow } from '@/lib/client/selectors/person-row';
import { quoteOf } from '@/lib/client/store/quotes';
import type { ChatEvent } from '@/lib/client/store/reducer';
import { watermarksOf } from '@/lib/client/store/watermarks';
import type {
  ChangesAnswer,
  ConversationAnswer,
  MessageDto,
  OwnUserDto,
  PeopleAnswer,
  PersonDto,
} from '@/lib/shared/dto';

/** What is kept for being offline: more would be slow to read and is nothing one looks at then. */
const SNAPSHOT_MAX_PEOPLE = 200;
export const SNAPSHOT_MAX_CONVERSATIONS = 20;
const SNAPSHOT_MAX_MESSAGES = 50;

export interface SnapshotConversation {
  userId: string;
  answer: ConversationAnswer;
}

/** What one person saw last, in the shapes the server answers with. */
export interface Snapshot {
  me: OwnUserDto;
  people: PeopleAnswer;
  conversations: SnapshotConversation[];
}

/**
 * The people list as it is on the screen. Everybody is offline in it: it may be read much later.
 */
export function takePeople(client: ChatClient, now: string): PeopleAnswer {
  const rows = client.views.listed().slice(0, SNAPSHOT_MAX_PEOPLE);
  const unseen = rows.map((row) => [row._id, unseenToKeep(client, row)] as const);
  return {
    users: rows.map((row) => toPerson(client, row, now)),
    unseenMessages: Object.fromEntries(unseen.filter(([, count]) => count > 0)),
    // The next cursor comes from the server again; until then this is the whole list.
    nextCursor: null,
  };
}

/**
 * The newest held messages of a conversation; null while none were loaded, or others: what was kept
 * before stays then.
 */
export function takeConversation(client: ChatClient, userId: string): ConversationAnswer | null {
  const chat = client.store.getChat();
  const held = chat.conversations.get(userId);
  const conversationId = chat.conversationIds.get(userId);
  if (!held?.range || held.isDetached || !conversationId) return null;
  const messages = held.messages.slice(-SNAPSHOT_MAX_MESSAGES);
  const { seenSeq, deliveredSeq } = watermarksOf(chat, userId);
  return {
    conversationId,
    messages,
    lastSeq: held.range.to,
    lastRev: held.rev,
    seenSeq,
    deliveredSeq,
    mySeenSeq: mySeenSeqToKeep(client, userId),
    hasBefore: (messages[0]?.seq ?? held.startSeq) > held.startSeq,
    hasAfter: false,
  };
}

/** What is kept, with what was changed of it since; without any where that is not all. */
export function applyToKept(
  kept: ConversationAnswer,
  { messages, lastRev, hasAfter }: ChangesAnswer,
): ConversationAnswer | null {
  if (hasAfter) return null;
  const changed = new Map(messages.map((message) => [message._id, message]));
  const quotes = new Map(messages.map((message) => [message._id, quoteOf(message)]));
  const current = kept.messages.map((message) => {
    const { replyTo } = message;
    const quote = replyTo && (quotes.get(replyTo.messageId) ?? replyTo);
    return changed.get(message._id) ?? { ...message, replyTo: quote };
  });
  return { ...kept, messages: current, lastRev };
}

/** The addresses of pictures that were in messages and are not any more. */
export function lostPictures(
  before: readonly MessageDto[],
  after: readonly MessageDto[],
): string[] {
  const current = new Map(after.map((message) => [message._id, message]));
  return before.flatMap((message) => {
    const now = current.get(message._id);
    return now ? droppedPictures(message, now) : [];
  });
}

/**
 * Fills a client with what was kept. Later answers of the server are merged into it; the first
 * resync compares all rows, since none counts as caught up with.
 */
export function restoreSnapshot(client: ChatClient, snapshot: Snapshot): void {
  const events: ChatEvent[] = [
    { type: 'people-loaded', answer: snapshot.people, place: 'reset' },
    ...snapshot.conversations.flatMap(({ userId, answer }): ChatEvent[] => [
      { type: 'conversation-wanted', userId },
      { type: 'page-loaded', userId, answer, page: 'newest' },
    ]),
  ];
  client.store.seed(events);
  client.store.notify();
}

function toPerson(client: ChatClient, row: PersonRow, now: string): PersonDto {
  const { typing, unseen, ...person } = row;
  return {
    ...person,
    mySeenSeq: mySeenSeqToKeep(client, row._id),
    online: false,
    lastSeenAt: row.online ? now : row.lastSeenAt,
  };
}

/**
 * How far the server knows that this person has seen. What it was not told is left out, or it would
 * never be told.
 */
function mySeenSeqToKeep(client: ChatClient, userId: string): number {
  const chat = client.store.getChat();
  if (!client.receipts.isSeenUnreported(userId)) return watermarksOf(chat, userId).mySeenSeq;
  return chat.people.get(userId)?.mySeenSeq ?? 0;
}

function unseenToKeep(client: ChatClient, row: PersonRow): number {
  if (!client.receipts.isSeenUnreported(row._id)) return row.unseen;
  const counted = client.store.getChat().unseen.get(row._id);
  return counted ? counted.count + counted.later.length : 0;
}
