import type { QueryFilter } from 'mongoose';
import { getConfig } from '@/lib/server/config';
import { noteErased } from '@/lib/server/db';
import { eraseImage } from '@/lib/server/images/store';
import { log } from '@/lib/server/log';
import {
  ARRANGE_MAX_ATTEMPTS,
  publishSettings,
} from '@/lib/server/services/conversation-settings/arranged-row';
import { storeSettings } from '@/lib/server/services/conversation-settings/set-conversation';
import { takeLease } from '@/lib/server/services/lease';
import { findNewestMessage, findNewestRev } from '@/lib/server/services/messages/conversation';
import { findSeqAt } from '@/lib/server/services/messages/seq-at';
import { DAY_MS } from '@/lib/shared/limits';
import { Conversation, type ConversationRecord } from '@/models/conversation';
import { clearedSeqOf, settingsOf } from '@/models/member-settings';
import { HAS_IMAGE, Message, type MessageRecord } from '@/models/message';

/** So few at a time that messages on their way hardly wait. */
const BATCH_COUNT = 200;

/**
 * Removes the messages that are older than RETENTION_DAYS, for both members and for good, images and
 * search words with them. Within a conversation they go from the oldest on, up to the first that is not
 * old enough. Several nodes may call it at once: one does it. What an end in the middle leaves is done
 * by the next call. Idempotent. Returns how many messages it removed.
 */
export async function removeExpired(signal?: AbortSignal): Promise<number> {
  const { retentionDays } = getConfig();
  if (retentionDays === 0) return 0;
  const lost = new AbortController();
  const lease = await takeLease('retention', () => lost.abort());
  if (!lease) return 0;
  const isOver = () => signal?.aborted === true || lost.signal.aborted;
  const before = new Date(Date.now() - retentionDays * DAY_MS);
  let removed = 0;
  try {
    let last = '';
    while (!isOver()) {
      const rows = await Conversation.find({ _id: { $gt: last }, lastSeq: { $gt: 0 } })
        .sort({ _id: 1 })
        .limit(BATCH_COUNT)
        .lean();
      for (const row of rows) {
        if (isOver()) break;
        removed += await removeExpiredOf(row, before);
      }
      const end = rows.at(-1);
      if (!end) break;
      last = end._id;
    }
  } finally {
    await lease.release();
  }
  if (removed > 0) {
    noteErased();
    log().info({ messages: removed, days: retentionDays }, 'retention.removed');
  }
  return removed;
}

async function removeExpiredOf(row: ConversationRecord, before: Date): Promise<number> {
  const conversationId = row._id;
  const oldest = await Message.findOne({ conversationId, removedAt: null })
    .sort({ seq: 1 })
    .select('seq createdAt')
    .lean();
  if (!oldest || oldest.createdAt >= before) return 0;
  const newest = await findNewestMessage(conversationId);
  if (!newest) return 0;
  const search = { moment: before, clearedSeq: oldest.seq, lastSeq: newest.seq };
  const upTo = (await findSeqAt(conversationId, search)) - 1;
  await hideUpTo(row, upTo);
  return eraseUpTo({ conversationId, upTo, newest });
}

/** From now on nothing up to that number is shown to either member, on any of their devices. */
async function hideUpTo(row: ConversationRecord, upTo: number): Promise<void> {
  for (const { userId } of row.members) {
    const memberId = userId.toHexString();
    let current: ConversationRecord | null = row;
    for (let attempt = 0; attempt < ARRANGE_MAX_ATTEMPTS; attempt++) {
      current = await Conversation.findById(row._id).lean();
      if (!current || clearedSeqOf(current, memberId) >= upTo) break;
      const settings = settingsOf(current, memberId);
      const changed = await storeSettings(current, memberId, { settings, clearedSeq: upTo });
      if (!changed) continue;
      publishSettings(changed, memberId);
      break;
    }
  }
}

/**
 * Deletes them, but for the two that the next numbers are counted on from: the newest message and the
 * one that was changed last stay, empty, until others are in their place.
 */
async function eraseUpTo(input: {
  conversationId: string;
  upTo: number;
  newest: MessageRecord;
}): Promise<number> {
  const { conversationId, upTo, newest } = input;
  const newestRev = await findNewestRev(conversationId);
  const expired = { conversationId, seq: { $lte: upTo } };
  await eraseImages(expired);
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
      $unset: { terms: 1, replyToId: 1, forwarded: 1 },
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
    },
  );
}

async function eraseImages(expired: QueryFilter<MessageRecord>): Promise<void> {
  let last = 0;
  for (;;) {
    const batch = await Message.find({ $and: [expired, { seq: { $gt: last } }], ...HAS_IMAGE })
      .sort({ seq: 1 })
      .limit(BATCH_COUNT)
      .select('seq image')
      .lean();
    for (const { image } of batch) if (image) await eraseImage(image.url);
    const end = batch.at(-1);
    if (!end) return;
    last = end.seq;
  }
}
