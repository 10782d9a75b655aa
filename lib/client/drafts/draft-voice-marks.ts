/**
 * For whom a recording waits that was not sent. In localStorage, which can be read at once: without one
 * the code that stores them need not be loaded.
 */
export const draftVoiceKey = (ownerId: string, userId: string) =>
  `parley:draft-voice:${ownerId}:${userId}`;

export function hasDraftVoice(ownerId: string, userId: string): boolean {
  try {
    return localStorage.getItem(draftVoiceKey(ownerId, userId)) !== null;
  } catch {
    return false;
  }
}

/** Throws where nothing can be stored. */
export function markDraftVoice(ownerId: string, userId: string, isThere: boolean): void {
  if (isThere) localStorage.setItem(draftVoiceKey(ownerId, userId), '1');
  else localStorage.removeItem(draftVoiceKey(ownerId, userId));
}
