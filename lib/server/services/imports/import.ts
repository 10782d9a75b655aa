import { failFor } from '@/lib/server/errors';
import { log } from '@/lib/server/log';
import type { Actor } from '@/lib/server/services/actor';
import { requireNotBlocked } from '@/lib/server/services/blocks/block-check';
import { carryOn } from '@/lib/server/services/imports/bring-in';
import { discardImport } from '@/lib/server/services/imports/discard';
import { requireRoomBefore } from '@/lib/server/services/imports/draft';
import { markImport } from '@/lib/server/services/imports/import-mark';
import {
  isToldTo,
  requireImport,
  requireOwnImport,
} from '@/lib/server/services/imports/import-record';
import { directConversationId } from '@/lib/shared/ids';
import type { ImportDto } from '@/lib/shared/import/import-schemas';
import { Import, ImportItem, type ImportRecord, toImportDto } from '@/models/import';

/** The import of the actor's conversation with a person, as far as they are told of it; null for none. */
export async function findImport(
  actor: Actor,
  { userId }: { userId: string },
): Promise<{ import: ImportDto | null }> {
  const conversationId = directConversationId(actor.userId, userId);
  const found = await Import.findOne({ conversationId }).lean();
  const isTold = found && isToldTo(found, actor.userId);
  return { import: isTold ? toImportDto(found, actor.userId) : null };
}

/** Moves it on if it still stands as it was read, and tells the two. Throws `conflict`. */
async function moveOn(
  record: ImportRecord,
  change: Partial<ImportRecord> & Pick<ImportRecord, 'state'>,
): Promise<ImportRecord> {
  const moved = await Import.findOneAndUpdate(
    { _id: record._id, state: record.state },
    { $set: change },
    { returnDocument: 'after' },
  ).lean();
  if (!moved) throw failFor('conflict', 'import_over');
  await markImport(moved);
  return moved;
}

/** Goes on after the answer; what a stop cuts off is finished at the next start. */
function carryOnAside({ _id }: ImportRecord): void {
  carryOn(_id.toHexString()).catch((error: unknown) =>
    log().error({ err: error }, 'import.not_finished'),
  );
}

/** What the other is told of it before they agree. */
async function describe({ _id }: ImportRecord) {
  const importId = _id;
  const ends = [1, -1] as const;
  const [pictureCount, first, last] = await Promise.all([
    ImportItem.countDocuments({ importId, image: { $ne: null } }),
    ...ends.map((order) =>
      ImportItem.findOne({ importId }).sort({ ordinal: order }).select('createdAt').lean(),
    ),
  ]);
  return { pictureCount, firstAt: first?.createdAt ?? null, lastAt: last?.createdAt ?? null };
}

/**
 * Asks the other whether a history that was handed in may come into the conversation; for one's own
 * notes it comes at once. Idempotent. Throws `not_found`, `forbidden` where either blocks the other,
 * `conflict` while some of it is missing, or where it was declined.
 */
export async function proposeImport(
  actor: Actor,
  { importId }: { importId: string },
): Promise<{ import: ImportDto }> {
  const record = await requireOwnImport(actor, importId);
  const otherId = record.otherId.toHexString();
  await requireNotBlocked(actor, otherId);
  const isAsked = record.state !== 'draft' && record.state !== 'declined';
  if (isAsked) return { import: toImportDto(record, actor.userId) };
  if (record.state === 'declined') throw failFor('conflict', 'import_over');
  const storedCount = await ImportItem.countDocuments({ importId: record._id });
  if (storedCount !== record.messageCount) throw failFor('conflict', 'import_incomplete');
  await requireRoomBefore(actor, record.conversationId);
  const isOwnNotes = otherId === actor.userId;
  const moved = await moveOn(record, {
    ...(await describe(record)),
    storedCount,
    state: isOwnNotes ? 'accepted' : 'proposed',
  });
  if (isOwnNotes) carryOnAside(moved);
  return { import: toImportDto(moved, actor.userId) };
}

/**
 * Agrees to what the other proposes: its messages come before those of the conversation, all at once,
 * as soon as they are stored. Idempotent. Throws `not_found`, also for its own proposer, `forbidden`
 * where either blocks the other, `conflict` where the actor has cleared the conversation.
 */
export async function acceptImport(
  actor: Actor,
  { importId }: { importId: string },
): Promise<{ import: ImportDto }> {
  const record = await requireImport(actor, importId);
  if (record.otherId.toHexString() !== actor.userId) throw failFor('not_found', 'no_import');
  await requireNotBlocked(actor, record.ownerId.toHexString());
  if (record.state !== 'proposed') return { import: toImportDto(record, actor.userId) };
  await requireRoomBefore(actor, record.conversationId);
  const moved = await moveOn(record, { state: 'accepted' });
  carryOnAside(moved);
  return { import: toImportDto(moved, actor.userId) };
}

/**
 * Declines what the other proposes (who is told that), withdraws or puts away one's own, or takes out
 * again, for both, what was brought in. Idempotent. Throws `not_found` for what never was the actor's,
 * `conflict` while it is being brought in. Returns what is left of it.
 */
export async function deleteImport(
  actor: Actor,
  { importId }: { importId: string },
): Promise<{ import: ImportDto | null }> {
  const record = await requireImport(actor, importId);
  const isOwner = record.ownerId.toHexString() === actor.userId;
  if (record.state === 'accepted') throw failFor('conflict', 'import_over');
  if (record.state === 'done' || record.state === 'removing') {
    const moved = record.state === 'done' ? await moveOn(record, { state: 'removing' }) : record;
    carryOnAside(moved);
    return { import: toImportDto(moved, actor.userId) };
  }
  if (isOwner) {
    await discardImport(record);
    return { import: null };
  }
  await moveOn(record, { state: 'declined' });
  return { import: null };
}
