import mongoose from 'mongoose';
import { isDuplicateKey } from '@/lib/server/errors';
import { advanceArranged, makeRow } from '@/lib/server/services/conversation-settings/arranged-row';
import { applySeenPrivacyTo } from '@/lib/server/services/privacy/seen-marks';
import { ALBUM_MAX_COUNT, captionOf } from '@/lib/shared/album';
import { Conversation, type ConversationRecord, readSeqOf } from '@/models/conversation';
import { isRequestTo } from '@/models/member-settings';
import {
  IS_CHANGED,
  isNote,
  Message,
  type MessageRecord,
  toAlbumPart,
  toLastMessage,
} from '@/models/message';

/**
 * Derived data is written without waiting for the disk: should it be lost, the messages restore it.
 * A read that follows still sees it, on any node.
 */
const DERIVED = { writeConcern: { w: 1, journal: false } } as const;

/** The newest message of a conversation, from the messages themselves: the truth. */
export async function findNewestMessage(conversationId: string): Promise<MessageRecord | null> {
  return Message.findOne({ conversationId }).sort({ seq: -1 }).lean();
}

/** The number of the latest change in a conversation, from the messages themselves; 0 without one. */
export async function findNewestRev(conversationId: string): Promise<number> {
  const newest = await Message.findOne({ conversationId, ...IS_CHANGED })
    .sort({ rev: -1 })
    .select('rev')
    .lean();
  return newest?.rev ?? 0;
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

const memberIdsOf = ({ senderId, receiverId }: MessageRecord): string[] => [
  ...new Set([senderId, receiverId].map((userId) => userId.toHexString())),
];

/** The row's part of a stored message, and which row may take it: one that is behind and not arranged. */
function rowChange(message: MessageRecord, caption: string) {
  const { conversationId: _id, seq, createdAt: updatedAt } = message;
  const lastMessage = toLastMessage(message, caption);
  return {
    filter: { _id, lastSeq: { $lt: seq }, isArranged: { $ne: true } },
    update: { $set: { lastSeq: seq, lastMessage, updatedAt } },
  } as const;
}

/**
 * What brings a row that is there already up to a message, to be written together with it; null where it
 * takes more than that, see `advanceConversation`.
 */
export function rowAfter(message: MessageRecord): ReturnType<typeof rowChange> | null {
  const isCaptionElsewhere = message.text === '' && message.image !== null;
  if (message.seq === 1 || message.isRequest || isCaptionElsewhere) return null;
  return rowChange(message, message.text);
}

/**
 * Brings a conversation's row up to a message that is stored. Only moves forward: a row that is ahead
 * already stays. Makes the row with the first message. Idempotent.
 */
export async function advanceConversation(message: MessageRecord): Promise<void> {
  const { conversationId, senderId, receiverId } = message;
  const { filter, update } = rowChange(message, await findCaption(message));
  // Each of the two has a place for it then: the receiver's is apart.
  if (message.isRequest) await makeRow(conversationId, memberIdsOf(message));
  try {
    // Past mongoose: nothing here needs its casting, and this runs for every message.
    const rows = Conversation.db.collection<ConversationRecord>(Conversation.collection.name);
    const { upsertedCount } = await rows.updateOne(
      filter,
      {
        ...update,
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
    if (upsertedCount > 0) {
      await applySeenPrivacyTo(conversationId, memberIdsOf(message));
    }
  } catch (error) {
    // The filter found no row, because it is ahead or arranged: the insert then meets its _id.
    if (!isDuplicateKey(error)) throw error;
    await advanceArranged(message, update.$set.lastMessage);
  }
}

/** Each try fails only because somebody wrote or changed a message meanwhile. */
const NOTE_CHANGE_MAX_ATTEMPTS = 20;

/**
 * Brings a conversation's row up to a change that is stored: its number, and the newest message as it
 * is now. Only moves forward. Idempotent. Returns the row.
 */
export async function noteChange(message: MessageRecord): Promise<ConversationRecord | null> {
  const { conversationId, rev = 0, changedAt } = message;
  for (let attempt = 0; attempt < NOTE_CHANGE_MAX_ATTEMPTS; attempt++) {
    const newest = await findNewestMessage(conversationId);
    if (!newest) return null;
    const current = await findConversation(newest);
    if ((current?.lastRev ?? 0) >= rev) return current;
    const lastMessage = toLastMessage(newest, await findCaption(newest));
    const row = await Conversation.findOneAndUpdate(
      { _id: conversationId, lastSeq: newest.seq, lastRev: current?.lastRev ?? null },
      { $set: { lastMessage, lastRev: rev, changedAt } },
      { returnDocument: 'after', ...DERIVED },
    ).lean();
    if (row) return row;
  }
  return Conversation.findById(conversationId).lean();
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
 * written yet. Two queries, the row first: its number of the latest change then is one that the
 * messages show.
 */
export async function readNewest(
  conversationId: string,
  count: number,
): Promise<{ messages: MessageRecord[]; row: ConversationRecord | null }> {
  const row = await Conversation.findById(conversationId).lean();
  const newestFirst = await Message.find({ conversationId }).sort({ seq: -1 }).limit(count).lean();
  return { messages: newestFirst.toReversed(), row: await repairRow(row, newestFirst[0]) };
}

/** How many of the newest messages a start looks at: more than can have been in flight at a crash. */
const REPAIR_MESSAGE_COUNT = 2_000;

/** The messages whose rows may be behind: the newest and latest changed, or all those since a time. */
function findUnsettled(
  since: Date | null,
): [newest: Promise<MessageRecord[]>, changed: Promise<MessageRecord[]>] {
  if (since) {
    const firstId = mongoose.Types.ObjectId.createFromTime(Math.floor(since.getTime() / 1000));
    return [
      Message.find({ _id: { $gte: firstId } }).lean(),
      Message.find({ changedAt: { $gte: since } }).lean(),
    ];
  }
  return [
    Message.find().sort({ _id: -1 }).limit(REPAIR_MESSAGE_COUNT).lean(),
    Message.find({ changedAt: { $exists: true } })
      .sort({ changedAt: -1 })
      .limit(REPAIR_MESSAGE_COUNT)
      .lean(),
  ];
}

/**
 * Repairs the rows that a crash between a message and its row may have left behind, or, with a time, those that
 * may be older than messages written or changed since then. Idempotent.
 */
export async function repairConversations(since: Date | null = null): Promise<void> {
  const [newest, changed] = await Promise.all(findUnsettled(since));
  const latest = pickLatest(newest, (message) => message.seq);
  const latestChange = pickLatest(changed, (message) => message.rev ?? 0);
  const rows = await Conversation.find({ _id: { $in: [...latest.keys(), ...latestChange.keys()] } })
    .select('lastSeq lastRev')
    .lean();
  const rowsById = new Map(rows.map((row) => [row._id, row]));
  for (const [conversationId, message] of latest) {
    const lastSeq = rowsById.get(conversationId)?.lastSeq ?? 0;
    if (lastSeq < message.seq) await advanceConversation(message);
  }
  for (const [conversationId, message] of latestChange) {
    const lastRev = rowsById.get(conversationId)?.lastRev ?? 0;
    if (lastRev < (message.rev ?? 0)) await noteChange(message);
  }
}

function pickLatest(
  messages: MessageRecord[],
  numberOf: (message: MessageRecord) => number,
): Map<string, MessageRecord> {
  const latest = new Map<string, MessageRecord>();
  for (const message of messages) {
    const known = latest.get(message.conversationId);
    if (!known || numberOf(known) < numberOf(message)) latest.set(message.conversationId, message);
  }
  return latest;
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
    const seenSeq = readSeqOf(row, readerId);
    // Not before it is answered.
    if (isRequestTo(row, readerId)) return [];
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
