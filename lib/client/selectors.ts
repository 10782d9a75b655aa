import { type ChatState, lastSeqOf, type PendingItem } from '@/lib/client/state';
import type { ConversationItem, PersonRow, SendStatus } from '@/lib/client/types';
import { unseenOf } from '@/lib/client/unseen';
import { watermarksOf } from '@/lib/client/watermarks';
import type { MessageDto } from '@/lib/shared/dto';

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
