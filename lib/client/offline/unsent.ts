import { createIdbDraftImageStorage } from '@/lib/client/drafts/draft-image-storage';
import { removeDraftVoices } from '@/lib/client/drafts/draft-voice';
import { createIdbOutboxStorage } from '@/lib/client/outbox/outbox-idb';

/**
 * Kept in this tab until the sign-in page has deleted it: whose unsent messages and drafts go with
 * the sign-out.
 */
const LEAVING_KEY = 'parley-leaving';
const draftPrefixes = (ownerId: string) => [
  `parley:draft:${ownerId}:`,
  `parley:draft-images:${ownerId}:`,
  `parley:draft-voice:${ownerId}:`,
];

/** Whether this browser keeps something that person wrote or chose and that has not been sent. Never rejects. */
export async function hasUnsent(ownerId: string): Promise<boolean> {
  if (draftKeys(ownerId).length > 0) return true;
  try {
    return (await createIdbOutboxStorage().list(ownerId)).length > 0;
  } catch {
    return false;
  }
}

/** Notes that this person signs out themselves: nothing of theirs is to stay here. */
export function noteLeaving(ownerId: string): void {
  try {
    sessionStorage.setItem(LEAVING_KEY, ownerId);
  } catch {
    // Storage is forbidden, so drafts were not stored either.
  }
}

/** The sign-out failed: forgets the note. */
export function noteStaying(): void {
  try {
    sessionStorage.removeItem(LEAVING_KEY);
  } catch {
    // As above.
  }
}

/** Deletes what the person who has just signed out left unsent. Safe to call again. Never rejects. */
export async function forgetUnsentOfLeaving(): Promise<void> {
  try {
    const ownerId = sessionStorage.getItem(LEAVING_KEY);
    if (!ownerId) return;
    for (const key of draftKeys(ownerId)) localStorage.removeItem(key);
    const images = createIdbDraftImageStorage();
    await Promise.allSettled([
      removeOutbox(ownerId),
      images.removeAllOf(ownerId),
      removeDraftVoices(ownerId),
    ]);
    sessionStorage.removeItem(LEAVING_KEY);
  } catch {
    // Storage is forbidden: then nothing is in it.
  }
}

function draftKeys(ownerId: string): string[] {
  try {
    return Object.keys(localStorage).filter((key) =>
      draftPrefixes(ownerId).some((prefix) => key.startsWith(prefix)),
    );
  } catch {
    return [];
  }
}

async function removeOutbox(ownerId: string): Promise<void> {
  const outbox = createIdbOutboxStorage();
  for (const { clientId } of await outbox.list(ownerId)) await outbox.remove(clientId);
}
