import mongoose from 'mongoose';
import { publish, rooms } from '@/lib/server/events/publish';
import { Conversation, type ConversationRecord, isSeenHidden } from '@/models/conversation';
import { User } from '@/models/user';

/*
 * Whether somebody hides what they have seen stands in the row of each of their conversations, which
 * every read has at hand. The account says what holds; the rows follow.
 */

/** Hides it in rows that do not say so yet, and keeps up to where the members had been told. */
async function hideIn(filter: object, userId: string): Promise<void> {
  const me = new mongoose.Types.ObjectId(userId);
  const rows = Conversation.db.collection<ConversationRecord>(Conversation.collection.name);
  const told = {
    $cond: [{ $in: [true, '$members.hidesSeen'] }, {}, { shownSeq: '$$member.seenSeq' }],
  };
  const mine = { $cond: [{ $eq: ['$$member.userId', me] }, { hidesSeen: true }, {}] };
  await rows.updateMany(
    {
      ...filter,
      'members.userId': me,
      members: { $elemMatch: { userId: me, hidesSeen: { $ne: true } } },
    },
    [
      {
        $set: {
          members: {
            $map: {
              input: '$members',
              as: 'member',
              in: { $mergeObjects: ['$$member', told, mine] },
            },
          },
        },
      },
    ],
  );
}

/** Tells both how far the other has come by now, where that was hidden and nothing hides it any more. */
function tellSeen(row: ConversationRecord): void {
  const at = new Date().toISOString();
  for (const { userId, seenSeq, shownSeq = 0 } of row.members) {
    if (seenSeq <= shownSeq) continue;
    const seen = { conversationId: row._id, userId: userId.toHexString(), seq: seenSeq, at };
    const others = row.members.filter((member) => !member.userId.equals(userId));
    publish(
      others.map((member) => rooms.user(member.userId.toHexString())),
      'conversation:seen',
      seen,
    );
  }
}

async function showAll(userId: string): Promise<void> {
  const hiding = { $elemMatch: { userId, hidesSeen: true } };
  const hidden = await Conversation.find({ 'members.userId': userId, members: hiding })
    .select('_id')
    .lean();
  await Conversation.updateMany(
    { 'members.userId': userId, members: hiding },
    { $unset: { 'members.$.hidesSeen': 1 } },
  );
  const shown = await Conversation.find({ _id: { $in: hidden.map(({ _id }) => _id) } }).lean();
  for (const row of shown) if (!isSeenHidden(row)) tellSeen(row);
}

async function isHiding(userId: string): Promise<boolean> {
  return (await User.exists({ _id: userId, 'hides.seen': true })) !== null;
}

/**
 * Brings every conversation of a person to what their account says. Idempotent. When it returns, the
 * rows say what the account said at some moment after the call, whoever else changed it meanwhile.
 */
export async function applySeenPrivacy(userId: string): Promise<void> {
  let hides = await isHiding(userId);
  for (;;) {
    if (hides) await hideIn({}, userId);
    else await showAll(userId);
    const now = await isHiding(userId);
    if (now === hides) return;
    hides = now;
  }
}

/**
 * Does the same for a row that was just made. Read after it was made: who began to hide it before
 * that is found here, and who begins after it finds the row. One query where nobody hides anything.
 */
export async function applySeenPrivacyTo(
  conversationId: string,
  memberIds: string[],
): Promise<void> {
  const hiding = await User.find({ _id: { $in: memberIds }, 'hides.seen': true })
    .select('_id')
    .lean();
  for (const { _id } of hiding) await hideIn({ _id: conversationId }, _id.toHexString());
}
