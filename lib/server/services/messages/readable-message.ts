import { AppError } from '@/lib/server/errors';
import type { Actor } from '@/lib/server/services/actor';
import { Conversation } from '@/models/conversation';
import { clearedSeqOf } from '@/models/member-settings';
import { isHiddenFor, isHiddenIn, Message, type MessageRecord } from '@/models/message';

/** The answer for a message that does not exist, or is none of the caller's business. */
export const messageNotFound = (): AppError =>
  new AppError('not_found', 'That message does not exist.');

/** A message of a conversation of the actor's. Throws `not_found`, also for somebody else's. */
export async function getOwnConversationMessage(
  actor: Actor,
  messageId: string,
): Promise<MessageRecord> {
  const { userId } = actor;
  const members = [{ receiverId: userId }, { senderId: userId }];
  const message = await Message.findOne({ _id: messageId, $or: members }).lean();
  if (!message) throw messageNotFound();
  return message;
}

/** A message the actor sent; anybody else's, and one hidden from them, is none of theirs. */
export async function getSentMessage(actor: Actor, messageId: string): Promise<MessageRecord> {
  const message = await getOwnConversationMessage(actor, messageId);
  if (message.senderId.toHexString() !== actor.userId || isHiddenFor(message, actor.userId)) {
    throw messageNotFound();
  }
  return message;
}

/** One of a conversation of the actor's with something to read in it: not deleted, neither for everyone nor for the actor, nor cleared. */
export async function getReadableMessage(actor: Actor, messageId: string): Promise<MessageRecord> {
  const message = await getOwnConversationMessage(actor, messageId);
  const row = await Conversation.findById(message.conversationId).select('members').lean();
  const { userId: viewerId } = actor;
  const view = { viewerId, clearedSeq: clearedSeqOf(row, viewerId) };
  if (message.deletedAt || isHiddenIn(message, view)) {
    throw messageNotFound();
  }
  return message;
}
