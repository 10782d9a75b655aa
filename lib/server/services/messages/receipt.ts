import { publish, rooms } from '@/lib/server/events/publish';
import { metrics } from '@/lib/server/metrics';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor } from '@/lib/server/services/actor';
import { clearUnread } from '@/lib/server/services/conversation-settings/set-conversation';
import { findConversation } from '@/lib/server/services/messages/conversation';
import {
  getOwnConversationMessage,
  messageNotFound,
} from '@/lib/server/services/messages/readable-message';
import {
  Conversation,
  type ConversationRecord,
  isSeenHidden,
  watermarksOf,
} from '@/models/conversation';
import { isRequestTo } from '@/models/member-settings';
import { isNote, Message, type MessageRecord, type Watermarks } from '@/models/message';

/** A message the actor received. Somebody else's message gives the same answer as none. */
async function getReceivedMessage(actor: Actor, messageId: string): Promise<MessageRecord> {
  const message = await Message.findOne({ _id: messageId, receiverId: actor.userId }).lean();
  if (!message) throw messageNotFound();
  return message;
}

/**
 * Tells both people; the other only of the delivery where either hides what they have seen, and of
 * nothing while they wait to be answered.
 */
function publishWatermark(
  row: ConversationRecord,
  { userId, seq, seen }: { userId: string; seq: number; seen: boolean },
): void {
  const mark = { conversationId: row._id, userId, seq, at: new Date().toISOString() };
  const ids = row.members.map((member) => member.userId.toHexString());
  const own = ids.filter((id) => id === userId);
  const others = isRequestTo(row, userId) ? [] : ids.filter((id) => id !== userId);
  const isHidden = seen && isSeenHidden(row);
  const told = (isHidden ? own : [...own, ...others]).map(rooms.user);
  publish(told, seen ? 'conversation:seen' : 'conversation:delivered', mark);
  if (isHidden && others.length > 0) {
    publish(others.map(rooms.user), 'conversation:delivered', mark);
  }
}

/** A device that was away says nothing about how quick the server is. */
const AWAY_FROM_MS = 60_000;

function noteDelivery(actor: Actor, message: MessageRecord): void {
  const tookMs = Date.now() - message.createdAt.getTime();
  if (tookMs > AWAY_FROM_MS || message.senderId.equals(actor.userId)) return;
  metrics().deliverySeconds.observe(Math.max(0, tookMs) / 1_000);
}

/**
 * Moves the actor's watermarks in a conversation up to a message, never back, and tells both people
 * when one moved; those of notes to oneself are where the notes are. Seen implies
 * delivered, and takes back the mark as unread. Idempotent. Returns where the watermarks stand.
 */
export async function advanceWatermarks(
  actor: Actor,
  message: MessageRecord,
  { seen }: { seen: boolean },
): Promise<Watermarks> {
  const { conversationId, seq } = message;
  if (isNote(message)) {
    const notes = await findConversation(message);
    if (seen) await clearUnread(actor, notes);
    return watermarksOf(notes, actor.userId);
  }
  const mark = seen ? 'seenSeq' : 'deliveredSeq';
  const row = await Conversation.findOneAndUpdate(
    {
      _id: conversationId,
      members: { $elemMatch: { userId: actor.userId, [mark]: { $lt: seq } } },
    },
    {
      $max: {
        'members.$.deliveredSeq': seq,
        ...(seen && { 'members.$.seenSeq': seq }),
      },
    },
    { returnDocument: 'after' },
  ).lean();
  if (!row) {
    // Nothing to move, or a crash kept the row from being made; then it is made now and moved.
    const current = await findConversation(message);
    const watermarks = watermarksOf(current, actor.userId);
    if (seen) await clearUnread(actor, current);
    return current && watermarks[mark] < seq
      ? advanceWatermarks(actor, message, { seen })
      : watermarks;
  }
  publishWatermark(row, { userId: actor.userId, seq, seen });
  if (!seen) noteDelivery(actor, message);
  if (seen) await clearUnread(actor, row);
  return watermarksOf(row, actor.userId);
}

/**
 * Marks a message the actor received, and all before it, as seen. Idempotent.
 * Throws `not_found` unless the actor is its receiver.
 */
export async function markSeen(
  actor: Actor,
  input: { messageId: string },
): Promise<{ seenSeq: number }> {
  await requireWithinRate('receipt', actor.userId);
  const message = await getReceivedMessage(actor, input.messageId);
  const { seenSeq } = await advanceWatermarks(actor, message, { seen: true });
  return { seenSeq };
}

/**
 * The same for "has reached a device of the actor". The message may be one the actor sent: a device
 * that has caught up to it holds all that came before.
 */
export async function markDelivered(
  actor: Actor,
  input: { messageId: string },
): Promise<{ deliveredSeq: number }> {
  await requireWithinRate('receipt', actor.userId);
  const message = await getOwnConversationMessage(actor, input.messageId);
  const { deliveredSeq } = await advanceWatermarks(actor, message, { seen: false });
  return { deliveredSeq };
}
