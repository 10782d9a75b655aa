import { AppError } from '@/lib/server/errors';
import { publish, rooms } from '@/lib/server/events/publish';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor } from '@/lib/server/services/actor';
import { findConversation } from '@/lib/server/services/messages/conversation';
import { Conversation, watermarksOf } from '@/models/conversation';
import { isNote, Message, type MessageRecord, type Watermarks } from '@/models/message';

/** A message the actor received. Somebody else's message gives the same answer as none. */
async function getReceivedMessage(actor: Actor, messageId: string): Promise<MessageRecord> {
  const message = await Message.findOne({ _id: messageId, receiverId: actor.userId }).lean();
  if (!message) throw new AppError('not_found', 'That message does not exist.');
  return message;
}

/** A message of a conversation of the actor's, received or sent. */
async function getOwnMessage(actor: Actor, messageId: string): Promise<MessageRecord> {
  const { userId } = actor;
  const members = [{ receiverId: userId }, { senderId: userId }];
  const message = await Message.findOne({ _id: messageId, $or: members }).lean();
  if (!message) throw new AppError('not_found', 'That message does not exist.');
  return message;
}

/**
 * Moves the actor's watermarks in a conversation up to a message, never back, and tells both people
 * when one moved; those of notes to oneself are where the notes are. Seen implies delivered. Idempotent. Returns where the watermarks stand.
 */
export async function advanceWatermarks(
  actor: Actor,
  message: MessageRecord,
  { seen }: { seen: boolean },
): Promise<Watermarks> {
  const { conversationId, seq } = message;
  if (isNote(message)) {
    return watermarksOf(await findConversation(message), actor.userId);
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
    return current && watermarks[mark] < seq
      ? advanceWatermarks(actor, message, { seen })
      : watermarks;
  }
  publish(
    row.members.map((member) => rooms.user(member.userId.toHexString())),
    seen ? 'conversation:seen' : 'conversation:delivered',
    { conversationId, userId: actor.userId, seq, at: new Date().toISOString() },
  );
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
  const message = await getOwnMessage(actor, input.messageId);
  const { deliveredSeq } = await advanceWatermarks(actor, message, { seen: false });
  return { deliveredSeq };
}
