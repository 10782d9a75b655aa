import mongoose from 'mongoose';
import { noteErased } from '@/lib/server/db';
import { AppError, failFor } from '@/lib/server/errors';
import { eraseUpload } from '@/lib/server/images/store';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor } from '@/lib/server/services/actor';
import { requireNotBlocked } from '@/lib/server/services/blocks/block-check';
import { findConversation, findNewestRev } from '@/lib/server/services/messages/conversation';
import { changeMessage } from '@/lib/server/services/messages/conversation-writer';
import { viewMessage, viewMessages } from '@/lib/server/services/messages/message-view';
import {
  forgetPreview,
  previewLater,
} from '@/lib/server/services/messages/previews/attach-preview';
import {
  getOwnConversationMessage,
  getSentMessage,
  messageNotFound,
} from '@/lib/server/services/messages/readable-message';
import type {
  DecideChange,
  MessageChange,
} from '@/lib/server/services/messages/writes/store-change';
import type { ChangesAnswer, MessageDto } from '@/lib/shared/dto';
import { firstLink } from '@/lib/shared/formatting/first-link';
import { directConversationId } from '@/lib/shared/ids';
import { Conversation } from '@/models/conversation';
import { clearedSeqOf } from '@/models/member-settings';
import { isHiddenFor, Message, type MessageRecord } from '@/models/message';

const deleted = () => failFor('conflict', 'deleted');

/** `isContent`: it carries something to the other, which blocks keep back; a deletion never does. */
async function applyChange(
  actor: Actor,
  message: MessageRecord,
  decide: DecideChange,
  { isContent }: { isContent: boolean },
): Promise<MessageDto> {
  const members = [message.senderId, message.receiverId].map((id) => id.toHexString());
  const other = members.find((userId) => userId !== actor.userId) ?? actor.userId;
  const allowed = isContent ? requireNotBlocked(actor, other) : undefined;
  const changed = await changeMessage(message, decide, allowed);
  return viewMessage(actor.userId, changed, await findConversation(changed));
}

/**
 * Changes the text of a message the actor sent; the preview of a link that is not its first any more
 * goes. The same text again changes nothing, so that a repeat is no conflict with itself. Throws `not_found` for anybody else's message, `forbidden` while either blocks the other, `conflict` (reason
 * `stale`) when `baseRev` is given and is not its `rev`, `conflict` (reason `deleted`) for a deleted one, `bad_request`
 * when nothing would be left of it, `rate_limited`, `unavailable`.
 */
export async function editMessage(
  actor: Actor,
  input: { messageId: string; text: string; baseRev?: number | undefined },
): Promise<{ message: MessageDto }> {
  await requireWithinRate('change', actor.userId);
  const { text, baseRev } = input;
  const message = await getSentMessage(actor, input.messageId);
  if (text === '' && !message.image && !message.file) {
    throw new AppError('bad_request', 'A message cannot be empty. Delete it instead.', {
      fields: { text: 'is required' },
      problems: { text: { reason: 'required' } },
    });
  }
  let dropped: MessageRecord['preview'];
  const decide = (current: MessageRecord): MessageChange | null => {
    dropped = undefined;
    if (current.deletedAt) throw deleted();
    if (current.text === text) return null;
    if (baseRev !== undefined && baseRev !== (current.rev ?? 0)) {
      throw failFor('conflict', 'stale');
    }
    if (current.preview && current.preview.url !== firstLink(text)) dropped = current.preview;
    return { set: { text, editedAt: new Date() }, ...(dropped && { unset: ['preview'] }) };
  };
  const edited = await applyChange(actor, message, decide, { isContent: true });
  if (dropped) await forgetPreview({ ...message, preview: dropped });
  previewLater({ ...message, text });
  noteErased();
  return { message: edited };
}

/**
 * Deletes a message: `everyone` empties one the actor sent, for good, and removes its images and file; `me` hides
 * any from the actor alone. Idempotent. Throws `not_found`, `rate_limited`, `unavailable`.
 */
export async function deleteMessage(
  actor: Actor,
  input: { messageId: string; for: 'everyone' | 'me' },
): Promise<{ message: MessageDto }> {
  await requireWithinRate('change', actor.userId);
  if (input.for === 'me') return hideMessage(actor, input.messageId);
  const message = await getOwnConversationMessage(actor, input.messageId);
  if (message.senderId.toHexString() !== actor.userId) throw messageNotFound();
  let before: MessageRecord = message;
  const answer = await applyChange(
    actor,
    message,
    (current) => {
      before = current;
      if (current.deletedAt) return null;
      return {
        set: { text: '', image: null, reactions: [], deletedAt: new Date() },
        unset: ['file', 'replyToId', 'forwarded', 'preview', 'withoutPreview'],
      };
    },
    { isContent: false },
  );
  for (const carried of [before.image, before.file]) {
    if (carried) await eraseUpload(carried.url);
  }
  await forgetPreview(before);
  noteErased();
  return { message: answer };
}

async function hideMessage(actor: Actor, messageId: string): Promise<{ message: MessageDto }> {
  const message = await getOwnConversationMessage(actor, messageId);
  const decide = (current: MessageRecord): MessageChange | null => {
    if (isHiddenFor(current, actor.userId)) return null;
    const me = new mongoose.Types.ObjectId(actor.userId);
    return { set: { hiddenFor: [...(current.hiddenFor ?? []), me] } };
  };
  return { message: await applyChange(actor, message, decide, { isContent: false }) };
}

/**
 * Sets, replaces or (with null) removes the actor's one reaction to a message of a conversation of
 * theirs. Idempotent. Throws `not_found`, `forbidden` (a new one while either blocks the other), `conflict` (reason `deleted`), `rate_limited`, `unavailable`.
 */
export async function setReaction(
  actor: Actor,
  input: { messageId: string; emoji: string | null },
): Promise<{ message: MessageDto }> {
  await requireWithinRate('change', actor.userId);
  const { emoji } = input;
  const message = await getOwnConversationMessage(actor, input.messageId);
  if (isHiddenFor(message, actor.userId)) throw messageNotFound();
  const decide = (current: MessageRecord): MessageChange | null => {
    if (current.deletedAt) throw deleted();
    const reactions = current.reactions ?? [];
    const isOwn = ({ userId }: { userId: mongoose.Types.ObjectId }) =>
      userId.toHexString() === actor.userId;
    if ((reactions.find(isOwn)?.emoji ?? null) === emoji) return null;
    const others = reactions.filter((reaction) => !isOwn(reaction));
    const mine =
      emoji === null ? [] : [{ userId: new mongoose.Types.ObjectId(actor.userId), emoji }];
    return { set: { reactions: [...others, ...mine] } };
  };
  return { message: await applyChange(actor, message, decide, { isContent: emoji !== null }) };
}

/**
 * The messages of the actor's conversation with a person that were changed after a number, as they are
 * now, by the number of their latest change. Marks nothing. An empty answer for nobody.
 */
export async function listChanges(
  actor: Actor,
  input: { userId: string; after: number; limit: number },
): Promise<ChangesAnswer> {
  const { userId, after, limit } = input;
  const conversationId = directConversationId(actor.userId, userId);
  // Before the messages: whoever holds this number holds every change up to it.
  const [newestRev, row] = await Promise.all([
    findNewestRev(conversationId),
    Conversation.findById(conversationId).lean(),
  ]);
  const clearedSeq = clearedSeqOf(row, actor.userId);
  const records = await Message.find({
    conversationId,
    rev: { $gt: after },
    ...(clearedSeq > 0 && { seq: { $gt: clearedSeq } }),
  })
    .sort({ rev: 1 })
    .limit(limit + 1)
    .lean();
  const page = records.slice(0, limit);
  return {
    messages: await viewMessages(actor.userId, page, row),
    lastRev: Math.max(newestRev, page.at(-1)?.rev ?? 0),
    hasAfter: records.length > limit,
  };
}
