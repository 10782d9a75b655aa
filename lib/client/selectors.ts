import { lastSeqOf } from '@/lib/client/message-store';
import type { ChatState, PendingItem } from '@/lib/client/state';
import type { ConversationItem, PersonRow, SendStatus } from '@/lib/client/types';
import { watermarksOf } from '@/lib/client/watermarks';
import type { MessageDto } from '@/lib/shared/dto';

/** How many messages of that person the signed-in one has not seen. */
export function unseenOf(state: ChatState, userId: string): number {
  const { mySeenSeq } = watermarksOf(state, userId);
  const lastSeq = lastSeqOf(state, userId);
  if (mySeenSeq >= lastSeq) return 0;
  const held = heldSince(state, userId, mySeenSeq);
  if (held) return held.filter((m) => m.seq > mySeenSeq && m.senderId === userId).length;
  const counted = state.unseen.get(userId);
  if (!counted) return lastSeq - mySeenSeq;
  const later = counted.later.filter((seq) => seq > mySeenSeq).length;
  const isFurther = mySeenSeq > counted.seenSeq;
  // Seen in part, elsewhere: at most what is left, until the next answer of the server counts it.
  const earlier = isFurther
    ? Math.max(0, Math.min(counted.count, counted.upTo - mySeenSeq))
    : counted.count;
  return earlier + later;
}

/**
 * Whether `unseenOf` can only guess: a part of what the server counted was seen elsewhere, and which
 * of the rest are one's own is known to the server alone.
 */
export function isUnseenGuessed(state: ChatState, userId: string): boolean {
  const { mySeenSeq } = watermarksOf(state, userId);
  const counted = state.unseen.get(userId);
  if (!counted || counted.count === 0) return false;
  const isInPart = mySeenSeq > counted.seenSeq && mySeenSeq < counted.upTo;
  return isInPart && heldSince(state, userId, mySeenSeq) === null;
}

/** The held messages of a conversation if they are all there is after `seq`. */
function heldSince(state: ChatState, userId: string, seq: number): readonly MessageDto[] | null {
  const held = state.conversations.get(userId);
  if (!held?.range || held.range.from > seq + 1) return null;
  return held.range.to >= lastSeqOf(state, userId) ? held.messages : null;
}

/** A person with what this client knows on top of the server's row. */
export function personRowOf(state: ChatState, userId: string): PersonRow | null {
  const person = state.people.get(userId);
  if (!person) return null;
  const { seenSeq, deliveredSeq, mySeenSeq } = watermarksOf(state, userId);
  return {
    ...person,
    lastSeq: lastSeqOf(state, userId),
    seenSeq,
    deliveredSeq,
    mySeenSeq,
    typing: state.typing.has(userId),
    unseen: unseenOf(state, userId),
  };
}

/** What an open conversation shows: its stored messages, then what is still on its way. */
export function conversationItems(state: ChatState, userId: string): ConversationItem[] {
  const marks = watermarksOf(state, userId);
  const myId = state.me._id;
  const stored = (state.conversations.get(userId)?.messages ?? []).map((message) =>
    storedItem(message, message.senderId === myId ? statusOf(message, marks) : null),
  );
  const pending = (state.pending.get(userId) ?? []).map((item) => pendingItem(item, myId));
  return [...stored, ...pending];
}

function statusOf(
  message: MessageDto,
  marks: { seenSeq: number; deliveredSeq: number },
): SendStatus {
  if (message.seen || message.seq <= marks.seenSeq) return 'seen';
  return message.delivered || message.seq <= marks.deliveredSeq ? 'delivered' : 'sent';
}

function storedItem(message: MessageDto, status: SendStatus | null): ConversationItem {
  return {
    key: message.clientId || message._id,
    clientId: message.clientId,
    message,
    senderId: message.senderId,
    text: message.text,
    image: message.image,
    createdAt: message.createdAt,
    seq: message.seq,
    status,
    failure: null,
    progress: null,
  };
}

function pendingItem(item: PendingItem, myId: string): ConversationItem {
  const unsent: SendStatus = item.failure ? 'failed' : 'sending';
  return {
    key: item.clientId,
    clientId: item.clientId,
    message: null,
    senderId: myId,
    text: item.text,
    image: item.image && { ...item.image, placeholder: '' },
    createdAt: item.createdAt,
    seq: null,
    status: item.storedSeq === null ? unsent : 'sent',
    failure: item.failure,
    progress: item.progress,
  };
}
