import { randomUUID } from 'node:crypto';
import path from 'node:path';
import mongoose from 'mongoose';
import { AppError, isAppError, isDuplicateKey } from '@/lib/server/errors';
import type { ImageSource } from '@/lib/server/images/source';
import { eraseUpload, imageStore } from '@/lib/server/images/store';
import { metrics } from '@/lib/server/metrics';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor } from '@/lib/server/services/actor';
import { requireNotBlocked } from '@/lib/server/services/blocks/block-check';
import { requireReceiver } from '@/lib/server/services/contacts/receiver';
import { announceContact, requirePerson } from '@/lib/server/services/contacts/visibility';
import { clearUnread } from '@/lib/server/services/conversation-settings/set-conversation';
import {
  copyMessageFile,
  type SentFile,
  storeMessageFile,
} from '@/lib/server/services/files/message-file';
import {
  getUploadedFile,
  removeUpload,
  requireOwnUpload,
} from '@/lib/server/services/files/resumable';
import { findConversation, readNewest } from '@/lib/server/services/messages/conversation';
import {
  appendMessage,
  type NewMessage,
  type PreparedMessage,
} from '@/lib/server/services/messages/conversation-writer';
import { messageImageName, storeMessageImage } from '@/lib/server/services/messages/message-image';
import { findQuoted, viewMessage } from '@/lib/server/services/messages/message-view';
import { requireOwnCursors } from '@/lib/server/services/messages/own-cursors';
import { previewLater } from '@/lib/server/services/messages/previews/attach-preview';
import { getReadableMessage } from '@/lib/server/services/messages/readable-message';
import { advanceWatermarks } from '@/lib/server/services/messages/receipt';
import { admitRequest } from '@/lib/server/services/messages/request';
import { findSeqAt } from '@/lib/server/services/messages/seq-at';
import type { ConversationAnswer, ImageDto, MessageDto } from '@/lib/shared/dto';
import { directConversationId } from '@/lib/shared/ids';
import {
  Conversation,
  type ConversationRecord,
  readSeqOf,
  shownWatermarksOf,
  watermarksOf,
} from '@/models/conversation';
import { clearedSeqOf } from '@/models/member-settings';
import { isHiddenIn, Message, type MessageRecord, toMessageDto } from '@/models/message';

export interface SendMessageInput {
  to: string;
  text: string;
  /** An image, unchecked. */
  image?: ImageSource | undefined;
  /** A file of any kind, in place of an image. */
  file?: SentFile | undefined;
  /** The id of an upload of the actor's, in place of a file. */
  uploadId?: string | undefined;
  /** What the upload is called, if not as it was said with it. */
  fileName?: string | undefined;
  /** Of an upload that is a film: a small picture of it, as a data URL. */
  poster?: string | undefined;
  /** Makes a voice note of the upload. */
  voice?: SentFile['voice'];
  /** The same one never makes two messages; made here when the caller has none. */
  clientId?: string | undefined;
  /** The id of a message of the same conversation that this one answers. */
  replyTo?: string | undefined;
  /** The id of a message whose text and image are sent on, in place of `text` and `image`. */
  forwardOf?: string | undefined;
  /** False: the page behind its first link is not to be looked at. */
  preview?: boolean | undefined;
}

/** The message of an earlier attempt, as it is now. */
async function findEarlierSend(actor: Actor, clientId: string): Promise<MessageDto | null> {
  const message = await Message.findOne({ senderId: actor.userId, clientId }).lean();
  if (!message) return null;
  return viewMessage(actor.userId, message, await findConversation(message));
}

async function storeSentImage(
  actor: Actor,
  { source, clientId }: { source: ImageSource; clientId: string },
): Promise<ImageDto> {
  await requireWithinRate('upload', actor.userId);
  return storeMessageImage(actor, { source, senderId: actor.userId, clientId });
}

async function storeSentFile(
  actor: Actor,
  { file, uploadId, fileName, poster, voice, clientId }: SendMessageInput & { clientId: string },
): Promise<Pick<NewMessage, 'file'>> {
  const uploaded = uploadId === undefined ? null : await getUploadedFile(actor, uploadId);
  const sent =
    file ?? (uploaded && { ...uploaded, name: fileName ?? uploaded.name, poster, voice });
  return sent ? { file: await storeMessageFile(actor, { file: sent, clientId }) } : {};
}

/** Throws `bad_request` unless the quoted message is one of that conversation that the actor sees. */
async function requireQuotable(
  actor: Actor,
  { messageId, conversationId }: { messageId: string; conversationId: string },
): Promise<MessageRecord> {
  const [quoted, row] = await Promise.all([
    Message.findOne({ _id: messageId, conversationId }).lean(),
    Conversation.findById(conversationId).lean(),
  ]);
  const viewerId = actor.userId;
  if (!quoted || isHiddenIn(quoted, { viewerId, clearedSeq: clearedSeqOf(row, viewerId) })) {
    throw new AppError('bad_request', 'The quoted message is not in this conversation.', {
      fields: { replyTo: 'is not a message of this conversation' },
      problems: { replyTo: { reason: 'not_valid' } },
    });
  }
  return quoted;
}

/** What a forwarded message carries over, its image or file as one of its own. */
async function copyForwarded(
  actor: Actor,
  { messageId, clientId }: { messageId: string; clientId: string },
): Promise<Pick<NewMessage, 'text' | 'image' | 'file' | 'forwarded' | 'withoutPreview'>> {
  const { text, image, file, withoutPreview } = await getReadableMessage(actor, messageId);
  const kept = { text, forwarded: true, ...(withoutPreview && { withoutPreview }) };
  if (file) {
    return { ...kept, image: null, file: await copyMessageFile(actor, { file, clientId }) };
  }
  if (!image) return { ...kept, image: null };
  const name = messageImageName({
    senderId: actor.userId,
    clientId,
    extension: path.extname(image.url).slice(1),
  });
  return {
    ...kept,
    image: { ...image, url: await imageStore().copy({ url: image.url, name }) },
  };
}

/** Whether it carries, or may carry, more than text. */
const carriesFile = ({ image, file, uploadId, forwardOf }: SendMessageInput): boolean =>
  [image, file, uploadId, forwardOf].some((part) => part !== undefined);

/** Checks the send and makes the message of it, its image stored. */
async function prepareMessage(
  actor: Actor,
  input: SendMessageInput & { clientId: string },
): Promise<PreparedMessage> {
  await requireWithinRate('send', actor.userId);
  const { asksFirst } = await requireReceiver(actor, input.to);
  const { clientId, replyTo, forwardOf } = input;
  const conversationId = directConversationId(actor.userId, input.to);
  const quoted = replyTo && (await requireQuotable(actor, { messageId: replyTo, conversationId }));
  const content = forwardOf
    ? await copyForwarded(actor, { messageId: forwardOf, clientId })
    : {
        text: input.text,
        image: input.image ? await storeSentImage(actor, { source: input.image, clientId }) : null,
        ...(await storeSentFile(actor, { ...input, clientId })),
      };
  return {
    _id: new mongoose.Types.ObjectId(),
    conversationId,
    senderId: new mongoose.Types.ObjectId(actor.userId),
    receiverId: new mongoose.Types.ObjectId(input.to),
    ...content,
    ...(input.preview === false && { withoutPreview: true }),
    ...(quoted && { replyToId: quoted._id }),
    clientId,
    createdAt: new Date(),
    editedAt: null,
    deletedAt: null,
    ...(asksFirst &&
      input.to !== actor.userId && {
        admit: admitRequest({ senderId: actor.userId, receiverId: input.to }),
      }),
  };
}

async function sendOnce(
  actor: Actor,
  input: SendMessageInput,
): Promise<{ newMessage: MessageDto; isNew: boolean }> {
  if (!input.text && !carriesFile(input)) {
    throw new AppError('bad_request', 'There is nothing to send.', {
      fields: { text: 'is required' },
    });
  }
  const clientId = input.clientId ?? randomUUID();
  const mayCarryFile = carriesFile(input);
  if (mayCarryFile) {
    // An image costs work and space, so a repeat is looked for before, not only found by the index.
    const earlier = await findEarlierSend(actor, clientId);
    if (earlier) return { newMessage: earlier, isNew: false };
  }
  const prepared = prepareMessage(actor, { ...input, clientId });
  // An image or a file gets its number once it is stored, so that no other message waits for an upload.
  if (mayCarryFile) await prepared;
  try {
    const conversationId = directConversationId(actor.userId, input.to);
    // Blocks are asked for once the place in the queue is taken: a block waits for those before it.
    const ready = mayCarryFile ? requireNotBlocked(actor, input.to).then(() => prepared) : prepared;
    const message = await appendMessage(conversationId, ready);
    metrics().messagesSent.inc();
    if (message.seq === 1) announceContact(actor.userId, input.to);
    previewLater(message);
    return { newMessage: await viewMessage(actor.userId, message, null), isNew: true };
  } catch (error) {
    if (isAppError(error, 'forbidden')) {
      // What was stored before the block is no less delivered for being repeated after it.
      const earlier = await findEarlierSend(actor, clientId);
      if (earlier) return { newMessage: earlier, isNew: false };
    }
    // After any other failure the message may still have been stored; the sweep removes images and files
    // without one.
    if (!isDuplicateKey(error, 'clientId')) throw error;
    const { image, file } = await prepared;
    // Made for this attempt alone.
    for (const carried of [image, file]) if (carried) await eraseUpload(carried.url);
    const earlier = await findEarlierSend(actor, clientId);
    if (!earlier) throw error;
    return { newMessage: earlier, isNew: false };
  }
}

/**
 * Sends text, an image or a file, or text with one of them, or forwards what another message carries. Idempotent by `clientId`: a repeat returns the same message with
 * `isNew: false`, whatever else it carries. When it returns, the message is on disk. Texts keep the
 * order of the calls. A message to oneself is a note. Throws `bad_request` (nothing to send, a quote
 * from elsewhere), `forbidden` (blocked by either, or more than may be before somebody who asks first has answered), `not_found` (no such person, nothing to forward), `too_large` and
 * `unsupported_type` (the image or file, or all files of the actor together), `rate_limited`, `unavailable`.
 */
export async function sendMessage(
  actor: Actor,
  input: SendMessageInput,
): Promise<{ newMessage: MessageDto; isNew: boolean }> {
  const { uploadId } = input;
  if (uploadId !== undefined) requireOwnUpload(actor, uploadId);
  const sent = await sendOnce(actor, input);
  if (uploadId !== undefined) await removeUpload(uploadId);
  return sent;
}

export interface ListMessagesInput {
  userId: string;
  before?: number | undefined;
  after?: number | undefined;
  around?: number | undefined;
  /** Centred on the first message at or after this moment, an ISO date. */
  at?: string | undefined;
  limit: number;
  /** Read without marking anything as seen. */
  peek?: boolean | undefined;
}

/** The first and last number of a page: as numbers have no gap, a page is a plain range. */
function pageRange(
  input: ListMessagesInput,
  { clearedSeq, lastSeq }: { clearedSeq: number; lastSeq: number },
): { first: number; last: number } {
  const { limit } = input;
  if (input.before !== undefined) {
    const last = Math.min(input.before - 1, lastSeq);
    return { first: last - limit + 1, last };
  }
  if (input.after !== undefined) {
    const after = Math.max(input.after, clearedSeq);
    return { first: after + 1, last: Math.min(after + limit, lastSeq) };
  }
  if (input.around !== undefined) {
    const first = Math.max(clearedSeq + 1, input.around - Math.floor(limit / 2));
    return { first, last: Math.min(first + limit - 1, lastSeq) };
  }
  return { first: lastSeq - limit + 1, last: lastSeq };
}

async function readRange(
  conversationId: string,
  { first, last }: { first: number; last: number },
): Promise<MessageRecord[]> {
  if (last < first) return [];
  return Message.find({ conversationId, seq: { $gte: first, $lte: last } })
    .sort({ seq: 1 })
    .lean();
}

/**
 * A page of the actor's conversation with a person, and the conversation's row. Without a cursor and
 * without `peek` it opens the conversation: everything received up to the page's end is marked as seen.
 * The newest page is two queries; `at` adds one for each time the conversation can be halved.
 */
export async function readPage(
  actor: Actor,
  input: ListMessagesInput,
): Promise<{ answer: ConversationAnswer; row: ConversationRecord | null }> {
  const { userId, before, after, at, limit } = input;
  const conversationId = directConversationId(actor.userId, userId);
  const isNewestPage = [before, after, input.around, at].every((cursor) => cursor === undefined);
  const { messages, row } = await readNewest(conversationId, isNewestPage ? limit : 1);
  const newest = messages.at(-1);
  const lastSeq = newest?.seq ?? 0;
  const clearedSeq = clearedSeqOf(row, actor.userId);
  const around =
    at === undefined
      ? input.around
      : Math.min(
          await findSeqAt(conversationId, { moment: new Date(at), clearedSeq, lastSeq }),
          lastSeq,
        );
  const range = pageRange({ ...input, around }, { clearedSeq, lastSeq });
  const first = Math.max(clearedSeq + 1, range.first);
  const records = isNewestPage
    ? messages.filter(({ seq }) => seq > clearedSeq)
    : await readRange(conversationId, { first, last: range.last });
  const mine = watermarksOf(row, actor.userId);
  const theirs = shownWatermarksOf(row, { userId, viewerId: actor.userId });
  const quoted = await findQuoted(records);
  const isOpened = isNewestPage && !input.peek;
  const isNews = isOpened && newest && mine.seenSeq < lastSeq;
  const mySeenSeq = isNews
    ? (await advanceWatermarks(actor, newest, { seen: true })).seenSeq
    : readSeqOf(row, actor.userId);
  if (isOpened && !isNews) await clearUnread(actor, row);
  const answer = {
    conversationId,
    messages: records.map((record) =>
      toMessageDto(
        record,
        record.receiverId.toHexString() === userId
          ? theirs
          : { seenSeq: mySeenSeq, deliveredSeq: mine.deliveredSeq },
        { viewerId: actor.userId, clearedSeq, quoted },
      ),
    ),
    lastSeq,
    lastRev: row?.lastRev ?? 0,
    seenSeq: theirs.seenSeq,
    deliveredSeq: Math.max(theirs.deliveredSeq, theirs.seenSeq),
    mySeenSeq,
    hasBefore: first > clearedSeq + 1 && lastSeq > 0,
    hasAfter: Math.max(range.last, clearedSeq) < lastSeq,
  };
  return { answer, row };
}

/**
 * A page as `readPage` reads it, of messages alone. Throws `not_found` for nobody, `bad_request` for a
 * number before those of the conversation.
 */
export async function listMessages(
  actor: Actor,
  input: ListMessagesInput,
): Promise<ConversationAnswer> {
  const { answer, row } = await readPage(actor, input);
  const { before, after, around } = input;
  requireOwnCursors({ before, after, around }, clearedSeqOf(row, actor.userId));
  if (answer.lastSeq === 0) await requirePerson(actor, input.userId);
  return answer;
}
