import { setTimeout } from 'node:timers/promises';
import { withLease } from '@/lib/server/database/lease';
import { noteErased } from '@/lib/server/db';
import { log } from '@/lib/server/log';
import { deleteItems, discardImport } from '@/lib/server/services/imports/discard';
import { markImport } from '@/lib/server/services/imports/import-mark';
import { findNewestMessage } from '@/lib/server/services/messages/conversation';
import { eraseUpTo, hideUpTo } from '@/lib/server/services/messages/erase-messages';
import { searchTermsOf } from '@/lib/server/services/words/search-terms';
import { DAY_MS } from '@/lib/shared/limits';
import { Conversation } from '@/models/conversation';
import { Import, ImportItem, type ImportItemRecord, type ImportRecord } from '@/models/import';
import { Message, type MessageRecord } from '@/models/message';

/** So few at a time that messages on their way hardly wait. */
const BATCH_COUNT = 200;

/** The ids that the quoted ones of a batch will have, by their places. */
async function findQuotedIds(record: ImportRecord, items: readonly ImportItemRecord[]) {
  const ordinals = items.flatMap(({ replyTo }) => replyTo ?? []);
  if (ordinals.length === 0) return new Map<number, ImportItemRecord['_id']>();
  const quoted = await ImportItem.find({ importId: record._id, ordinal: { $in: ordinals } })
    .select('ordinal')
    .lean();
  return new Map(quoted.map(({ ordinal, _id }) => [ordinal, _id]));
}

/**
 * Stores a batch before the first message, the newest with number 0. Under a number that an earlier
 * history has left, empty, because later changes count on from it, the message takes its place.
 */
async function storeBatch(record: ImportRecord, items: readonly ImportItemRecord[]): Promise<void> {
  const { conversationId, ownerId, otherId, messageCount, source } = record;
  const quotedIds = await findQuotedIds(record, items);
  const operations = items.flatMap((item) => {
    const isOwners = item.senderId.equals(ownerId);
    const seq = item.ordinal - messageCount;
    const replyToId = item.replyTo === null ? undefined : quotedIds.get(item.replyTo);
    const content: Omit<MessageRecord, '_id' | 'conversationId' | 'seq'> = {
      senderId: item.senderId,
      receiverId: isOwners ? otherId : ownerId,
      text: item.text,
      image: item.image,
      clientId: item.clientId,
      createdAt: item.createdAt,
      editedAt: item.editedAt,
      deletedAt: null,
      importedFrom: source,
      ...(replyToId && { replyToId }),
      ...(item.reactions.length > 0 && { reactions: item.reactions }),
    };
    const message = { ...content, ...searchTermsOf(content) };
    return [
      {
        updateOne: {
          filter: { conversationId, seq, removedAt: { $exists: true } },
          update: { $set: message, $unset: { removedAt: 1, hiddenFor: 1 } },
        },
      },
      {
        updateOne: {
          filter: { conversationId, seq },
          update: { $setOnInsert: { _id: item._id, ...message } },
          upsert: true,
        },
      },
    ] as const;
  });
  await Message.collection.bulkWrite(operations as never, { ordered: true });
}

/** Brings in all of it, then shows it at once: nobody sees half of a history. Idempotent. */
async function bringIn(record: ImportRecord, isOver: () => boolean): Promise<void> {
  for (let last = 0; ; ) {
    const items = await ImportItem.find({ importId: record._id, ordinal: { $gt: last } })
      .sort({ ordinal: 1 })
      .limit(BATCH_COUNT)
      .lean();
    if (isOver()) return;
    const end = items.at(-1);
    if (!end) break;
    await storeBatch(record, items);
    last = end.ordinal;
  }
  const { messageCount, source } = record;
  await markImport({ ...record, state: 'done' }, { clearedSeq: -messageCount });
  await Import.updateOne({ _id: record._id, state: 'accepted' }, { $set: { state: 'done' } });
  await deleteItems(record, { withPictures: false });
  log().info({ messages: messageCount, source }, 'import.done');
}

/** Takes it out again, for both and for good. Idempotent. */
async function takeOut(record: ImportRecord): Promise<void> {
  const { conversationId } = record;
  const row = await Conversation.findById(conversationId).lean();
  const newest = await findNewestMessage(conversationId);
  if (row) await hideUpTo(row, 0);
  if (newest) await eraseUpTo({ conversationId, upTo: 0, newest });
  await Import.deleteOne({ _id: record._id });
  await deleteItems(record, { withPictures: true });
  noteErased();
  log().info({ source: record.source }, 'import.removed');
}

/** Which nobody has on their mind any more. */
const DRAFT_KEPT_MS = 7 * DAY_MS;
/** While another call, or another node, has it in hand. */
const RETRY_MS = 500;

/**
 * Does what is left to do of an import; while somebody else does it, waits and looks again. Idempotent.
 * Ends early when `signal` does.
 */
export async function carryOn(importId: string, signal?: AbortSignal): Promise<void> {
  while (!signal?.aborted) {
    const record = await Import.findById(importId).lean();
    if (record?.state !== 'accepted' && record?.state !== 'removing') return;
    const done = await withLease(`import:${importId}`, { signal }, async (isOver) => {
      if (record.state === 'accepted') await bringIn(record, isOver);
      else await takeOut(record);
      return true;
    });
    if (!done) await setTimeout(RETRY_MS, undefined, { ref: false });
  }
}

/**
 * Finishes what a stop or a crash has left in the middle, and throws away drafts that were left lying.
 * Idempotent.
 */
export async function finishImports(signal: AbortSignal): Promise<void> {
  const begun = await Import.find({ state: { $in: ['accepted', 'removing'] } })
    .select('_id')
    .lean();
  for (const { _id } of begun) await carryOn(_id.toHexString(), signal);
  const before = new Date(Date.now() - DRAFT_KEPT_MS);
  const left = await Import.find({ state: { $in: ['draft', 'declined'] } }).lean();
  for (const record of left) if (record.createdAt < before) await discardImport(record);
}

/** Deletes what an account was bringing in, or was asked about, once it is deleted itself. */
export async function deleteImportsOf(userId: string): Promise<void> {
  const own = await Import.find({ $or: [{ ownerId: userId }, { otherId: userId }] }).lean();
  for (const record of own) {
    const isNotes = record.ownerId.equals(record.otherId);
    const isOpen = ['draft', 'proposed', 'declined'].includes(record.state);
    if (isNotes || isOpen) await discardImport(record);
  }
}
