import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { AppError, failFor, isDuplicateKey } from '@/lib/server/errors';
import { processImage } from '@/lib/server/images/process';
import type { ImageSource } from '@/lib/server/images/source';
import { imageStore, removeUnusedImage } from '@/lib/server/images/store';
import { metrics } from '@/lib/server/metrics';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor } from '@/lib/server/services/actor';
import { findConversation, readNewest } from '@/lib/server/services/messages/conversation';
import { appendMessage, type NewMessage } from '@/lib/server/services/messages/conversation-writer';
import { advanceWatermarks } from '@/lib/server/services/messages/receipt';
import type { ConversationAnswer, ImageDto, MessageDto } from '@/lib/shared/dto';
import { directConversationId } from '@/lib/shared/ids';
import { type ConversationRecord, watermarksOf } from '@/models/conversation';
import { Message, type MessageRecord, toMessageDto } from '@/models/message';
import { User } from '@/models/user';

export interface SendMessageInput {
  to: string;
  text: string;
  /** An image, unchecked. */
  image?: ImageSource | undefined;
  /** The same one never makes two messages; made here when the caller has none. */
  clientId?: string | undefined;
}

/** The message of an earlier attempt, as it is now. */
async function findEarlierSend(actor: Actor, clientId: string): Promise<MessageDto | null> {
  const message = await Message.findOne({ senderId: actor.userId, clientId }).lean();
  if (!message) return null;
  const row = await findConversation(message);
  const receiver = watermarksOf(row, message.receiverId.toHexString());
  return toMessageDto(message, receiver);
}

async function storeImage(
  actor: Actor,
  { source, clientId }: { source: ImageSource; clientId: string },
): Promise<ImageDto> {
  await requireWithinRate('upload', actor.userId);
  const image = await processImage(source, actor.userId);
  // The name tells which message it belongs to, so that one nobody refers to can be found.
  const name = `message-${actor.userId}-${clientId}-${randomUUID()}.${image.extension}`;
  return {
    url: await imageStore().put({ name, bytes: image.bytes }),
    width: image.width,
    height: image.height,
    placeholder: image.placeholder,
  };
}

/** Checks the send and makes the message of it, its image stored. */
async function prepareMessage(
  actor: Actor,
  input: SendMessageInput & { clientId: string },
): Promise<NewMessage> {
  await requireWithinRate('send', actor.userId);
  if (!(await User.exists({ _id: input.to }))) {
    throw failFor('not_found', 'no_person');
  }
  const { clientId } = input;
  return {
    _id: new mongoose.Types.ObjectId(),
    conversationId: directConversationId(actor.userId, input.to),
    senderId: new mongoose.Types.ObjectId(actor.userId),
    receiverId: new mongoose.Types.ObjectId(input.to),
    text: input.text,
    image: input.image ? await storeImage(actor, { source: input.image, clientId }) : null,
    clientId,
    createdAt: new Date(),
    editedAt: null,
    deletedAt: null,
  };
}

/**
 * Sends text, an image, or both. Idempotent by `clientId`: a repeat returns the same message with
 * `isNew: false`, whatever else it carries. When it returns, the message is on disk. Texts keep the
 * order of the calls. A message to oneself is a note. Throws `bad_request` (nothing to send),
 * `not_found` (no such person), `too_large` and `unsupported_type` (the image), `rate_limited`,
 * `unavailable`.
 */
export async function sendMessage(
  actor: Actor,
  input: SendMessageInput,
): Promise<{ newMessage: MessageDto; isNew: boolean }> {
  if (!input.text && !input.image) {
    throw new AppError('bad_request', 'There is nothing to send.', {
      fields: { text: 'is required' },
    });
  }
  const clientId = input.clientId ?? randomUUID();
  if (input.image) {
    // An image costs work and space, so a repeat is looked for before, not only found by the index.
    const earlier = await findEarlierSend(actor, clientId);
    if (earlier) return { newMessage: earlier, isNew: false };
  }
  const prepared = prepareMessage(actor, { ...input, clientId });
  // An image gets its number once it is stored, so that no other message waits for an upload.
  if (input.image) await prepared;
  try {
    const conversationId = directConversationId(actor.userId, input.to);
    const message = await appendMessage(conversationId, prepared);
    metrics().messagesSent.inc();
    return { newMessage: toMessageDto(message, { seenSeq: 0, deliveredSeq: 0 }), isNew: true };
  } catch (error) {
    // After any other failure the message may still have been stored; the sweep removes images
    // without one.
    if (!isDuplicateKey(error, 'clientId')) throw error;
    const { image } = await prepared;
    if (image) await removeUnusedImage(image.url);
    const earlier = await findEarlierSend(actor, clientId);
    if (!earlier) throw error;
    return { newMessage: earlier, isNew: false };
  }
}

export interface ListMessagesInput {
  userId: string;
  before?: number | undefined;
  after?: number | undefined;
  around?: number | undefined;
  limit: number;
  /** Read without marking anything as seen. */
  peek?: boolean | undefined;
}

/** The first and last number of a page: as numbers have no gap, a page is a plain range. */
function pageRange(input: ListMessagesInput, lastSeq: number): { first: number; last: number } {
  const { limit } = input;
  if (input.before !== undefined) {
    const last = Math.min(input.before - 1, lastSeq);
    return { first: last - limit + 1, last };
  }
  if (input.after !== undefined) {
    return { first: input.after + 1, last: Math.min(input.after + limit, lastSeq) };
  }
  if (input.around !== undefined) {
    const first = Math.max(1, input.around - Math.floor(limit / 2));
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
 * The newest page is one round trip of two queries.
 */
export async function readPage(
  actor: Actor,
  input: ListMessagesInput,
): Promise<{ answer: ConversationAnswer; row: ConversationRecord | null }> {
  const { userId, before, after, around, limit } = input;
  const conversationId = directConversationId(actor.userId, userId);
  const isNewestPage = before === undefined && after === undefined && around === undefined;
  const { messages, row } = await readNewest(conversationId, isNewestPage ? limit : 1);
  const newest = messages.at(-1);
  const lastSeq = newest?.seq ?? 0;
  const range = pageRange(input, lastSeq);
  const first = Math.max(1, range.first);
  const records = isNewestPage
    ? messages
    : await readRange(conversationId, { first, last: range.last });
  const mine = watermarksOf(row, actor.userId);
  const theirs = watermarksOf(row, userId);
  const mySeenSeq =
    isNewestPage && !input.peek && newest && mine.seenSeq < lastSeq
      ? (await advanceWatermarks(actor, newest, { seen: true })).seenSeq
      : mine.seenSeq;
  const answer = {
    conversationId,
    messages: records.map((record) =>
      toMessageDto(
        record,
        record.receiverId.toHexString() === userId
          ? theirs
          : { seenSeq: mySeenSeq, deliveredSeq: mine.deliveredSeq },
      ),
    ),
    lastSeq,
    seenSeq: theirs.seenSeq,
    deliveredSeq: Math.max(theirs.deliveredSeq, theirs.seenSeq),
    mySeenSeq,
    hasBefore: first > 1 && lastSeq > 0,
    hasAfter: Math.max(range.last, 0) < lastSeq,
  };
  return { answer, row };
}

/** A page as `readPage` reads it, of messages alone. Throws `not_found` for nobody. */
export async function listMessages(
  actor: Actor,
  input: ListMessagesInput,
): Promise<ConversationAnswer> {
  const { answer } = await readPage(actor, input);
  if (answer.lastSeq === 0 && !(await User.exists({ _id: input.userId }))) {
    throw failFor('not_found', 'no_person');
  }
  return answer;
}
