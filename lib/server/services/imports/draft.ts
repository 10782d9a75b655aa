import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { getConfig } from '@/lib/server/config';
import { AppError, failFor, isDuplicateKey } from '@/lib/server/errors';
import type { ImageSource } from '@/lib/server/images/source';
import { removeUnusedUpload } from '@/lib/server/images/store';
import { failForField } from '@/lib/server/parse-input';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor } from '@/lib/server/services/actor';
import { requireNotBlocked } from '@/lib/server/services/blocks/block-check';
import { requirePerson } from '@/lib/server/services/contacts/visibility';
import { discardImport } from '@/lib/server/services/imports/discard';
import { requireOwnImport } from '@/lib/server/services/imports/import-record';
import { storeMessageImage } from '@/lib/server/services/messages/message-image';
import { directConversationId } from '@/lib/shared/ids';
import type { ImportDto, ImportedMessageInput } from '@/lib/shared/import/import-schemas';
import type { ImportSource } from '@/lib/shared/import/import-source';
import { DAY_MS } from '@/lib/shared/limits';
import { Conversation } from '@/models/conversation';
import { Import, ImportItem, type ImportRecord, toImportDto } from '@/models/import';
import { clearedSeqOf } from '@/models/member-settings';

/** A draft that its owner has left lying makes place for one of the other after so long. */
const DRAFT_KEPT_MS = DAY_MS;

const isReplaceable = ({ ownerId, state, createdAt }: ImportRecord, actor: Actor): boolean => {
  if (ownerId.toHexString() === actor.userId) {
    return state === 'draft' || state === 'declined' || state === 'proposed';
  }
  return state === 'declined' || (state === 'draft' && +createdAt < Date.now() - DRAFT_KEPT_MS);
};

/**
 * Throws `conflict` where nothing can come before the first message: there is none, or the actor has
 * cleared it.
 */
export async function requireRoomBefore(actor: Actor, conversationId: string): Promise<void> {
  if (getConfig().retentionDays > 0) throw failFor('conflict', 'import_retention');
  const row = await Conversation.findById(conversationId).lean();
  if (!row || row.lastSeq === 0) throw failFor('conflict', 'import_nothing_before');
  if (clearedSeqOf(row, actor.userId) > 0) throw failFor('conflict', 'import_cleared');
}

/**
 * Begins to hand in a history for the actor's conversation with a person, who learns nothing of it yet.
 * Replaces one of the actor's own that was not agreed to. Throws `not_found` for nobody, `forbidden`
 * where either blocks the other, `conflict` where there is another import, nothing to stand before, or
 * messages are removed by their age, `rate_limited` past 20 in an hour. Not idempotent.
 */
export async function createImport(
  actor: Actor,
  input: { userId: string; source: ImportSource; messageCount: number },
): Promise<{ import: ImportDto }> {
  const { userId, source, messageCount } = input;
  await requireWithinRate('import', actor.userId);
  await requirePerson(actor, userId, { isAccountNeeded: true });
  await requireNotBlocked(actor, userId);
  const conversationId = directConversationId(actor.userId, userId);
  await requireRoomBefore(actor, conversationId);
  const earlier = await Import.findOne({ conversationId }).lean();
  if (earlier) {
    if (!isReplaceable(earlier, actor)) throw failFor('conflict', 'import_exists');
    await discardImport(earlier);
  }
  const record: ImportRecord = {
    _id: new mongoose.Types.ObjectId(),
    conversationId,
    ownerId: new mongoose.Types.ObjectId(actor.userId),
    otherId: new mongoose.Types.ObjectId(userId),
    source,
    state: 'draft',
    messageCount,
    storedCount: 0,
    pictureCount: 0,
    firstAt: null,
    lastAt: null,
    createdAt: new Date(),
  };
  try {
    await Import.collection.insertOne(record);
  } catch (error) {
    if (isDuplicateKey(error)) throw failFor('conflict', 'import_exists', error);
    throw error;
  }
  return { import: toImportDto(record, actor.userId) };
}

/** Throws unless the actor is still handing it in. */
async function requireDraft(actor: Actor, importId: string): Promise<ImportRecord> {
  const record = await requireOwnImport(actor, importId);
  if (record.state !== 'draft') throw failFor('conflict', 'import_over');
  return record;
}

/**
 * Takes in messages of a draft. A place that was taken in before stays as it was, so a batch may be
 * repeated. Throws `not_found`, `bad_request` for a place that the history does not have, `conflict`
 * once it is proposed, `rate_limited`.
 */
export async function addImportMessages(
  actor: Actor,
  { importId, messages }: { importId: string; messages: readonly ImportedMessageInput[] },
): Promise<{ import: ImportDto }> {
  await requireWithinRate('importPart', actor.userId);
  const record = await requireDraft(actor, importId);
  const { ownerId, otherId, messageCount } = record;
  const authorId = (isMine: boolean) => (isMine ? ownerId : otherId);
  for (const [index, { ordinal, replyTo }] of messages.entries()) {
    for (const [name, place] of Object.entries({ ordinal, replyTo })) {
      if ((place ?? 0) <= messageCount) continue;
      throw failForField(`messages.${index}.${name}`, `must be at most ${messageCount}`);
    }
  }
  await ImportItem.collection.bulkWrite(
    messages.map((message) => ({
      updateOne: {
        filter: { importId: record._id, ordinal: message.ordinal },
        update: {
          $setOnInsert: {
            _id: new mongoose.Types.ObjectId(),
            senderId: authorId(message.isMine),
            clientId: randomUUID(),
            text: message.text,
            image: null,
            createdAt: new Date(message.createdAt),
            editedAt: message.editedAt ? new Date(message.editedAt) : null,
            replyTo: message.replyTo ?? null,
            reactions: (message.reactions ?? []).map(({ isMine, emoji }) => ({
              userId: authorId(isMine),
              emoji,
            })),
          },
        },
        upsert: true,
      },
    })),
    { ordered: false },
  );
  const storedCount = await ImportItem.countDocuments({ importId: record._id });
  await Import.updateOne({ _id: record._id, state: 'draft' }, { $set: { storedCount } });
  return { import: toImportDto({ ...record, storedCount }, actor.userId) };
}

/**
 * Takes in the picture of a message of a draft; one that has its picture keeps it. Throws `not_found`
 * also for a message that was not handed in, `conflict` once it is proposed, and as an image that is
 * sent does.
 */
export async function addImportPicture(
  actor: Actor,
  { importId, ordinal, image }: { importId: string; ordinal: number; image: ImageSource | null },
): Promise<void> {
  await requireWithinRate('importPart', actor.userId);
  const record = await requireDraft(actor, importId);
  if (!image) {
    throw new AppError('bad_request', 'There is no picture.', { fields: { image: 'is required' } });
  }
  const item = await ImportItem.findOne({ importId: record._id, ordinal }).lean();
  if (!item) throw failFor('not_found', 'no_import');
  if (item.image) return;
  const { clientId } = item;
  const stored = await storeMessageImage(actor, {
    source: image,
    senderId: item.senderId.toHexString(),
    clientId,
  });
  const { modifiedCount } = await ImportItem.updateOne(
    { _id: item._id, image: null },
    { $set: { image: stored } },
  );
  // Another try was faster, or the draft was thrown away meanwhile.
  if (modifiedCount === 0) await removeUnusedUpload(stored.url);
}
