import mongoose from 'mongoose';
import { isDuplicateKey } from '@/lib/server/errors';
import { captionOf } from '@/lib/shared/album';
import { Conversation, type ConversationRecord, watermarksOf } from '@/models/conversation';
import { isNote, Message, type MessageRecord, toAlbumPart, toLastMessage } from '@/models/message';

/**
 * Derived data is written without waiting for the disk: should it be lost, the messages restore it.
 * A read that follows still sees it, on any node.
 */
const DERIVED = { writeConcern: { w: 1, journal: false } } as const;

/** The words of an album are looked for this far above: nobody sends more pictures at once. */
const ALBUM_MAX_COUNT = 20;

/** The newest message of a conversation, from the messages themselves: the truth. */
export async function findNewestMessage(conversationId: string): Promise<MessageRecord | null> {
  return Message.findOne({ conversationId }).sort({ seq: -1 }).lean();
}

/** The words of a message, or of the album it stands in: a query for pictures without words alone. */
async function findCaption(message: MessageRecord): Promise<string> {
  if (message.text !== '' || message.image === null) return message.text;
  const { conversationId, seq } = message;
  const above = await Message.find({ conversationId, seq: { $lt: seq } })
    .sort({ seq: -1 })
    .limit(ALBUM_MAX_COUNT)
    .lean();
  return captionOf(toAlbumPart(message), above.map(toAlbumPart));
}

/**
 * Brings a conversation's row up to a message that is stored. Only moves forward: a row that is ahead
 * already stays. Makes the row with the first message. Idempotent.
 */
export async function advanceConversation(message: MessageRecord): Promise<void> {
  const { conversationId, senderId, receiverId } = message;
  const lastMessage = toLastMessage(message, await findCaption(message));
  try {
    // Past mongoose: nothing here needs its casting, and this runs for every message.
    const rows = Conversation.db.collection<ConversationRecord>(Conversation.collection.name);
    await rows.updateOne(
      { _id: conversationId, lastSeq: { $lt: message.seq } },
      {
        $set: {
          lastSeq: message.seq,
          lastMessage,
          updatedAt: message.createdAt,
        },
        $setOnInsert: {
          members: (isNote(message) ? [senderId] : [senderId, receiverId]).map((userId) => ({
            userId,
            seenSeq: 0,
            deliveredSeq: 0,
          })),
        },
      },
      { upsert: true, ...DERIVED },
    );
  } catch (error) {
    // The filter found no row because the row is ahead: the insert then meets its _id.
    if (!isDuplicateKey(error)) throw error;
  }
}

/** A row as it was read, repaired when a crash left it behind the newest message. */
async function repairRow(
  row: ConversationRecord | null,
  newest: MessageRecord | undefined,
): Promise<ConversationRecord | null> {
  if (!newest || (row && row.lastSeq >= newest.seq)) return row;
  await advanceConversation(newest);
  return Conversation.findById(newest.conversationId).lean();
}

/** The row of a message's conversation, brought up to that message. */
export async function findConversation(message: MessageRecord): Promise<ConversationRecord | null> {
  return repairRow(await Conversation.findById(message.conversationId).lean(), message);
}

/**
 * The newest messages of a conversation, ascending, and its row; none and null when nobody has
 * written yet. Two queries in one round trip.
 */
export async function readNewest(
  conversationId: string,
  count: number,
): Promise<{ messages: MessageRecord[]; row: ConversationRecord | null }> {
  const [newestFirst, row] = await Promise.all([
    Message.find({ conversationId }).sort({ seq: -1 }).limit(count).lean(),
    Conversation.findById(conversationId).lean(),
  ]);
  return { messages: newestFirst.toReversed(), row: await repairRow(row, newestFirst[0]) };
}

/** How many of the newest messages a start looks at: more than can have been in flight at a crash. */
const REPAIR_MESSAGE_COUNT = 2_000;

/** Repairs the rows that a crash between a message and its row may have left behind. Idempotent. */
export async function repairConversations(): Promise<void> {
  const newest = await Message.find().sort({ _id: -1 }).limit(REPAIR_MESSAGE_COUNT).lean();
  const latest = new Map<string, MessageRecord>();
  for (const message of newest) {
    const known = latest.get(message.conversationId);
    if (!known || known.seq < message.seq) latest.set(message.conversationId, message);
  }
  const rows = await Conversation.find({ _id: { $in: [...latest.keys()] } })
    .select('lastSeq')
    .lean();
  const lastSeqs = new Map(rows.map((row) => [row._id, row.lastSeq]));
  for (const [conversationId, message] of latest) {
    if ((lastSeqs.get(conversationId) ?? 0) < message.seq) await advanceConversation(message);
  }
}

/**
 * How many messages each conversation holds that the reader has not seen, as one query: a range of
 * the index per conversation that moved. Conversations without any are left out. Counts up to the
 * row's `lastSeq`: who is told both must not count a message beyond it again when that arrives.
 */
export async function countUnseen(
  readerId: string,
  rows: ConversationRecord[],
): Promise<Map<string, number>> {
  const reader = new mongoose.Types.ObjectId(readerId);
  const behind = rows.flatMap((row) => {
    const { seenSeq } = watermarksOf(row, readerId);
    return row.lastSeq > seenSeq
      ? [{ conversationId: row._id, receiverId: reader, seq: { $gt: seenSeq, $lte: row.lastSeq } }]
      : [];
  });
  if (behind.length === 0) return new Map();
  const counts = await Message.aggregate<{ _id: string; count: number }>([
    { $match: { $or: behind } },
    { $group: { _id: '$conversationId', count: { $sum: 1 } } },
  ]);
  return new Map(counts.map(({ _id, count }) => [_id, count]));
}
