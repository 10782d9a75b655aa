import { publish, rooms } from '@/lib/server/events/publish';
import type { MessageDto } from '@/lib/shared/dto';
import {
  Conversation,
  type ConversationRecord,
  isSeenHidden,
  shownWatermarksOf,
} from '@/models/conversation';
import { clearedSeqOf, isRequest } from '@/models/member-settings';
import { Message, type MessageRecord, toMessageDto } from '@/models/message';

interface Seen {
  viewerId: string;
  row: ConversationRecord | null;
  quoted: ReadonlyMap<string, MessageRecord>;
}

/** A message as its viewer is to see it, with what its conversation says. */
function view(message: MessageRecord, { viewerId, row, quoted }: Seen): MessageDto {
  const receiver = shownWatermarksOf(row, { userId: message.receiverId.toHexString(), viewerId });
  const clearedSeq = clearedSeqOf(row, viewerId);
  return toMessageDto(message, receiver, { viewerId, clearedSeq, quoted });
}

/**
 * The messages that others quote, by id, as they are now. One query, and none where nothing is quoted.
 */
export async function findQuoted(
  messages: readonly MessageRecord[],
): Promise<ReadonlyMap<string, MessageRecord>> {
  const ids = messages.flatMap(({ replyToId, deletedAt }) =>
    replyToId && !deletedAt ? [replyToId] : [],
  );
  if (ids.length === 0) return new Map();
  const quoted = await Message.find({ _id: { $in: ids } }).lean();
  return new Map(quoted.map((message) => [message._id.toHexString(), message]));
}

/** Messages of one conversation as one of its members is to see them. One query at most. */
export async function viewMessages(
  viewerId: string,
  messages: readonly MessageRecord[],
  row: ConversationRecord | null,
): Promise<MessageDto[]> {
  const quoted = await findQuoted(messages);
  return messages.map((message) => view(message, { viewerId, row, quoted }));
}

/** Messages of several conversations, as `viewMessages` has them. Two queries at most. */
export async function viewMessagesOfAll(
  viewerId: string,
  messages: readonly MessageRecord[],
): Promise<MessageDto[]> {
  if (messages.length === 0) return [];
  const ids = new Set(messages.map(({ conversationId }) => conversationId));
  const [quoted, rows] = await Promise.all([
    findQuoted(messages),
    Conversation.find({ _id: { $in: [...ids] } }).lean(),
  ]);
  const rowOf = new Map(rows.map((row) => [row._id, row]));
  return messages.map((message) =>
    view(message, { viewerId, row: rowOf.get(message.conversationId) ?? null, quoted }),
  );
}

/** One message, as `viewMessages` has them. */
export async function viewMessage(
  viewerId: string,
  message: MessageRecord,
  row: ConversationRecord | null,
): Promise<MessageDto> {
  return view(message, { viewerId, row, quoted: await findQuoted([message]) });
}

/** Tells both people of a conversation a message, to each as they are to see it. */
export async function publishMessage(
  event: 'message:created' | 'message:updated',
  message: MessageRecord,
  known: ConversationRecord | null,
): Promise<void> {
  const [quoted, row] = await Promise.all([
    findQuoted([message]),
    // What one of them cleared is not quoted to them.
    known ?? (message.replyToId ? Conversation.findById(message.conversationId).lean() : null),
  ]);
  const ids = [message.senderId, message.receiverId].map((id) => id.toHexString());
  const members = [...new Set(ids)];
  const isAlike = !row || !(isSeenHidden(row) || row.members.some(isRequest));
  const isSame = isAlike && !hasHidden(message, { row, quoted });
  const groups = isSame ? [members] : members.map((member) => [member]);
  for (const group of groups) {
    const shown = view(message, { viewerId: group[0] ?? '', row, quoted });
    publish(group.map(rooms.user), event, shown);
  }
}

/** Whether one of the two sees less of it than the other. */
function hasHidden(message: MessageRecord, { row, quoted }: Omit<Seen, 'viewerId'>): boolean {
  const original = message.replyToId && quoted.get(message.replyToId.toHexString());
  const cleared = Math.max(...(row?.members ?? []).map((member) => member.clearedSeq ?? 0));
  return [message, original].some(
    (each) => each && ((each.hiddenFor?.length ?? 0) > 0 || each.seq <= cleared),
  );
}
