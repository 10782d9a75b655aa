import { failFor } from '@/lib/server/errors';
import type { Actor } from '@/lib/server/services/actor';
import { Import, type ImportRecord } from '@/models/import';

/** Whether one of the two is told of it at all: a draft, or what was declined, is its owner's alone. */
export function isToldTo({ ownerId, state }: ImportRecord, userId: string): boolean {
  return ownerId.toHexString() === userId || !(state === 'draft' || state === 'declined');
}

/** An import of a conversation of the actor's. Throws `not_found`, also for one they are not told of. */
export async function requireImport(actor: Actor, importId: string): Promise<ImportRecord> {
  const found = await Import.findOne({
    _id: importId,
    $or: [{ ownerId: actor.userId }, { otherId: actor.userId }],
  }).lean();
  if (!found || !isToldTo(found, actor.userId)) throw failFor('not_found', 'no_import');
  return found;
}

/** The same of one that the actor brings. */
export async function requireOwnImport(actor: Actor, importId: string): Promise<ImportRecord> {
  const found = await requireImport(actor, importId);
  if (found.ownerId.toHexString() !== actor.userId) throw failFor('not_found', 'no_import');
  return found;
}
