import type { QueryFilter } from 'mongoose';
import { eraseUpload } from '@/lib/server/images/store';
import { changeMember } from '@/lib/server/services/conversation-settings/change-member';
import { findNewestRev } from '@/lib/server/services/messages/conversation';
import { Conversation, type ConversationRecord } from '@/models/conversation';
import { clearedSeqOf, settingsOf } from '@/models/member-settings';
import {
  HAS_FILE,
  HAS_IMAGE,
  HAS_PREVIEW_IMAGE,
  Message,
  type MessageRecord,
} from '@/models/message';

/** So few at a time that messages on their way hardly wait. */
const BATCH_COUNT = 200;

/** From now on nothing up to that number is shown to either member, on any of their devices. */
export async function hideUpTo({ _id, members }: ConversationRecord, upTo: number): Promise<void> {
  for (const member of members) {
    const userId = member.userId.toHexString();
    await changeMember(
      userId,
      () => Conversation.findById(_id).lean(),
      (row) =>
        clearedSeqOf(row, userId) >= upTo
          ? null
          : { settings: settingsOf(row, userId), clearedSeq: upTo },
    );
  }
}

/**
 * Deletes the messages up to a number for good, images, files and search words with them, but for the two that
 * the next numbers are counted on from: the newest message and the one that was changed last stay,
 * empty, until others are in their place. Returns how many it removed.
 */
export async function eraseUpTo(input: {
  conversationId: string;
  upTo: number;
  newest: MessageRecord;
}): Promise<number> {
  const { conversationId, upTo, newest } = input;
  const newestRev = await findNewestRev(conversationId);
  const expired = { conversationId, seq: { $lte: upTo } };
  await eraseUploads(expired);
  const kept = await Message.find({
    ...expired,
    // A change that came in between holds a number of its own.
    $or: [{ seq: newest.seq }, ...(newestRev > 0 ? [{ rev: { $gte: newestRev } }] : [])],
  }).lean();
  let removed = 0;
  for (const message of kept) if (await empty(message)) removed++;
  if (newest.seq <= upTo) await emptyRow(newest);
  // Also those that were kept once, and have others in their place by now.
  const rest = { ...expired, _id: { $nin: kept.map(({ _id }) => _id) } };
  for (;;) {
    const batch = await Message.find(rest)
      .sort({ seq: 1 })
      .limit(BATCH_COUNT)
      .select('_id removedAt')
      .lean();
    if (batch.length === 0) return removed;
    await Message.deleteMany({ _id: { $in: batch.map(({ _id }) => _id) } });
    removed += batch.filter(({ removedAt }) => !removedAt).length;
  }
}

/** Whether there was anything in it. */
async function empty({ _id, deletedAt }: MessageRecord): Promise<boolean> {
  const now = new Date();
  const { modifiedCount } = await Message.updateOne(
    { _id, removedAt: null },
    {
      $set: {
        text: '',
        image: null,
        reactions: [],
        deletedAt: deletedAt ?? now,
        removedAt: now,
      },
      $unset: {
        terms: 1,
        termsDueFor: 1,
        file: 1,
        replyToId: 1,
        forwarded: 1,
        preview: 1,
        withoutPreview: 1,
      },
    },
  );
  return modifiedCount > 0;
}

async function emptyRow({ conversationId, seq }: MessageRecord): Promise<void> {
  await Conversation.updateOne(
    { _id: conversationId, 'lastMessage.seq': seq },
    {
      $set: {
        'lastMessage.text': '',
        'lastMessage.hasImage': false,
        'lastMessage.deletedAt': new Date(),
      },
      $unset: { 'lastMessage.file': 1 },
    },
  );
}

/** Deletes the images and files of messages, and the images of their previews, for good. */
export async function eraseUploads(expired: QueryFilter<MessageRecord>): Promise<void> {
  await eraseUploadsOf({ $and: [expired, HAS_IMAGE] }, ({ image }) => image?.url);
  await eraseUploadsOf({ $and: [expired, HAS_FILE] }, ({ file }) => file?.url);
  await eraseUploadsOf(
    { $and: [expired, HAS_PREVIEW_IMAGE] },
    ({ preview }) => preview?.image?.url,
  );
}

/** So few at a time that any number will do. */
async function eraseUploadsOf(
  expired: QueryFilter<MessageRecord>,
  urlOf: (message: Pick<MessageRecord, 'image' | 'file' | 'preview'>) => string | undefined,
): Promise<void> {
  let last = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const batch = await Message.find({ $and: [expired, { seq: { $gt: last } }] })
      .sort({ seq: 1 })
      .limit(BATCH_COUNT)
      .select('seq image file preview')
      .lean();
    for (const message of batch) {
      const url = urlOf(message);
      if (url) await eraseUpload(url);
    }
    const end = batch.at(-1);
    if (!end) return;
    last = end.seq;
  }
}
