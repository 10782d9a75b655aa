/**
 * Which conversations have pictures in their draft. In localStorage, which can be read at once:
 * without pictures the code that stores them need not be loaded.
 */
const keyOf = (ownerId: string, userId: string) => `parley:draft-images:${ownerId}:${userId}`;

export function hasDraftImages(ownerId: string, userId: string): boolean {
  try {
    return localStorage.getItem(keyOf(ownerId, userId)) !== null;
  } catch {
    return false;
  }
}

export function markDraftImages(ownerId: string, userId: string, hasAny: boolean): void {
  try {
    if (hasAny) localStorage.setItem(keyOf(ownerId, userId), '1');
    else localStorage.removeItem(keyOf(ownerId, userId));
  } catch {
    // Storage is full or forbidden: the pictures are lost with the page.
  }
}
