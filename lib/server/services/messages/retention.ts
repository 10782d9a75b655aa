import { getConfig } from '@/lib/server/config';
import { withLease } from '@/lib/server/database/lease';
import { noteErased } from '@/lib/server/db';
import { log } from '@/lib/server/log';
import { findNewestMessage } from '@/lib/server/services/messages/conversation';
import { eraseUpTo, hideUpTo } from '@/lib/server/services/messages/erase-messages';
import { findSeqAt } from '@/lib/server/services/messages/seq-at';
import { DAY_MS } from '@/lib/shared/limits';
import { Conversation, type ConversationRecord } from '@/models/conversation';
import { Message } from '@/models/message';

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
  const before = new Date(Date.now() - retentionDays * DAY_MS);
  const removed = await withLease('retention', { signal }, (isOver) =>
    removeBefore(before, isOver),
  );
  if (removed === null) return 0;
  if (removed > 0) {
    noteErased();
    log().info({ messages: removed, days: retentionDays }, 'retention.removed');
  }
  return removed;
}

/** Conversation by conversation, until all are done or it is over. Returns how many messages it removed. */
async function removeBefore(before: Date, isOver: () => boolean): Promise<number> {
  let removed = 0;
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
