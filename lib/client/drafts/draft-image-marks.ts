/**
 * Which conversations have pictures in their draft. Kept where it can be read at once, so that
 * nothing of the code that keeps the pictures themselves is fetched by those who have none.
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
    // Full or forbidden: the pictures live as long as the page.
  }
}
