import { getConfig } from '@/lib/server/config';
import { isDuplicateKey } from '@/lib/server/errors';
import type { Actor } from '@/lib/server/services/actor';
import { DAY_MS } from '@/lib/shared/limits';
import { Contact } from '@/models/contact';

/** How long somebody who was found may be opened and written to before they have to be found again. */
const FOUND_FOR_DAYS = 30;

/** Whether people are seen by their contacts alone, rather than by everybody (`PEOPLE`). */
export const isByContacts = (): boolean => getConfig().people === 'contacts';

/** An upsert of two at once: the one that came second finds the row there. */
async function upsert(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

/**
 * Notes that the actor found somebody by their whole e-mail address or by their link, and may see them
 * for a while. The other learns nothing of it. Idempotent; does nothing where everybody is listed.
 */
export async function noteFound(actor: Actor, userId: string): Promise<void> {
  if (!isByContacts() || userId === actor.userId) return;
  const expiresAt = new Date(Date.now() + FOUND_FOR_DAYS * DAY_MS);
  await upsert(() =>
    Contact.updateOne(
      // Somebody connected stays so: then nothing fits, and the insert meets their row.
      { ownerId: actor.userId, userId, isConnected: false },
      { $set: { expiresAt }, $setOnInsert: { createdAt: new Date() } },
      { upsert: true },
    ),
  );
}

async function connect(ownerId: string, userId: string): Promise<void> {
  const work = () =>
    Contact.updateOne(
      { ownerId, userId },
      {
        $set: { isConnected: true },
        $unset: { expiresAt: 1 },
        $setOnInsert: { createdAt: new Date() },
      },
      { upsert: true },
    );
  try {
    await work();
  } catch (error) {
    // Found at the same moment: now there is a row to change.
    if (!isDuplicateKey(error)) throw error;
    await work();
  }
}

/** Connects two people for good: each sees the other. Idempotent. */
export async function connectPeople(userId: string, otherId: string): Promise<void> {
  await connect(userId, otherId);
  await connect(otherId, userId);
}

/** Whom the person is connected with by invitations. */
export async function listConnectedIds(userId: string): Promise<string[]> {
  const rows = await Contact.find({ ownerId: userId, isConnected: true }).select('userId').lean();
  return rows.map((row) => row.userId.toHexString());
}

/** Forgets whom a person may see and who may see them. Idempotent. */
export async function deleteContacts(userId: string): Promise<void> {
  await Contact.deleteMany({ ownerId: userId });
  await Contact.deleteMany({ userId });
}
