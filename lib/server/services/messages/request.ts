import { failFor } from '@/lib/server/errors';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor } from '@/lib/server/services/actor';
import { requirePerson } from '@/lib/server/services/contacts/visibility';
import {
  publishAnswered,
  settingsAnswerOf,
} from '@/lib/server/services/conversation-settings/arranged-row';
import {
  changeMember,
  type MemberChange,
} from '@/lib/server/services/conversation-settings/change-member';
import { readNewest } from '@/lib/server/services/messages/conversation';
import type { Admit } from '@/lib/server/services/messages/conversation-writer';
import type { ConversationSettingsDto, SettingsAnswer } from '@/lib/shared/dto';
import { directConversationId } from '@/lib/shared/ids';
import { REQUEST_MAX_MESSAGES } from '@/lib/shared/limits';
import { Contact } from '@/models/contact';
import { Conversation, type ConversationRecord } from '@/models/conversation';
import { isRequestTo, settingsOf } from '@/models/member-settings';
import { Message } from '@/models/message';
import { User } from '@/models/user';

interface Pair {
  senderId: string;
  receiverId: string;
}

/** Whether the receiver neither found nor was connected with the sender, set nothing up, and never wrote. */
async function isStranger(
  row: ConversationRecord | null,
  { senderId, receiverId }: Pair,
): Promise<boolean> {
  const { pinned, archived } = settingsOf(row, receiverId);
  if (pinned || archived) return false;
  const conversationId = directConversationId(senderId, receiverId);
  const [contact, answer] = await Promise.all([
    Contact.exists({ ownerId: receiverId, userId: senderId }),
    Message.exists({ conversationId, receiverId: senderId }),
  ]);
  return !contact && !answer;
}

/**
 * Whether a message is a request, and one too many, to a receiver who wants to be asked first. Asked when
 * its number is known: until the receiver has answered all numbers are the sender's, so that no two
 * nodes can let in more than there may be. Throws `forbidden` for one too many. Up to three queries.
 */
export const admitRequest =
  (pair: Pair): Admit =>
  async (seq) => {
    const conversationId = directConversationId(pair.senderId, pair.receiverId);
    const row = await Conversation.findById(conversationId).lean();
    const isWritten = row !== null && row.lastSeq > 0;
    const isRequest = isWritten ? isRequestTo(row, pair.receiverId) : await isStranger(row, pair);
    if (!isRequest) return {};
    if (seq > REQUEST_MAX_MESSAGES) throw failFor('forbidden', 'not_answered');
    return { isRequest: true };
  };

/**
 * Whether what somebody does in a conversation is kept from a person who has not answered them. One
 * query, before the first message up to four.
 */
export async function isKeptFrom({ senderId, receiverId }: Pair): Promise<boolean> {
  const row = await Conversation.findById(directConversationId(senderId, receiverId)).lean();
  if (row && row.lastSeq > 0) return isRequestTo(row, receiverId);
  const asksFirst = await User.exists({ _id: receiverId, asksFirst: true });
  return asksFirst !== null && (await isStranger(row, { senderId, receiverId }));
}

/** Moves a request that the actor got to another place; does nothing where it is none any more. */
async function settle(
  actor: Actor,
  userId: string,
  decide: (row: ConversationRecord, settings: ConversationSettingsDto) => MemberChange,
): Promise<{ row: ConversationRecord | null; isChanged: boolean }> {
  await requireWithinRate('settings', actor.userId);
  await requirePerson(actor, userId);
  const conversationId = directConversationId(actor.userId, userId);
  return changeMember(
    actor.userId,
    async () => (await readNewest(conversationId, 1)).row,
    (row) => {
      if (!isRequestTo(row, actor.userId)) return null;
      return decide(row, settingsOf(row, actor.userId));
    },
  );
}

/**
 * Accepts what somebody has written whom the actor does not know: from then on it is a conversation as
 * any other, and the other learns how far it was received and seen. Writing back does the same.
 * Idempotent. Throws `not_found` for nobody, `rate_limited`.
 */
export async function acceptRequest(
  actor: Actor,
  { userId }: { userId: string },
): Promise<SettingsAnswer> {
  const { row, isChanged } = await settle(actor, userId, (_row, settings) => ({
    settings,
    place: settings.pinned ? 'pinned' : 'inbox',
  }));
  if (row && isChanged) publishAnswered(row, actor.userId);
  return settingsAnswerOf(row, actor.userId);
}

/**
 * Deletes such a request for the actor, who sees nothing more of it unless the other, who is not told,
 * writes again. Does nothing to any other conversation. Idempotent. Throws as `acceptRequest`.
 */
export async function deleteRequest(
  actor: Actor,
  { userId }: { userId: string },
): Promise<SettingsAnswer> {
  const { row } = await settle(actor, userId, ({ lastSeq }, settings) => ({
    settings: { ...settings, unread: false },
    place: 'declined',
    clearedSeq: lastSeq,
  }));
  return settingsAnswerOf(row, actor.userId);
}
