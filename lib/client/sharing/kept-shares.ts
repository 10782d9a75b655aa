import { findCaches } from '@/lib/client/platform/secure-context';
import {
  isShareCurrent,
  SHARE_CACHE_PREFIX,
  SHARE_NOTE_PATH,
  type ShareNote,
  shareFilePath,
} from '@/lib/shared/sharing/kept-share';

export interface KeptShare extends Pick<ShareNote, 'text' | 'leftOut'> {
  files: File[];
}

/** What the service worker has kept under that id; null when it is there no more. */
export async function readShare(shareId: string): Promise<KeptShare | null> {
  const caches = findCaches();
  const name = SHARE_CACHE_PREFIX + shareId;
  // Opening a cache makes it.
  if (!caches || !isShareCurrent(shareId, Date.now()) || !(await caches.has(name))) return null;
  const cache = await caches.open(name);
  const note = await cache.match(SHARE_NOTE_PATH);
  if (!note) return null;
  const { text, leftOut, files: named } = (await note.json()) as ShareNote;
  const files: File[] = [];
  for (const [position, { name, type }] of named.entries()) {
    const file = await cache.match(shareFilePath(position));
    if (file) files.push(new File([await file.blob()], name, { type }));
  }
  return { text, files, leftOut };
}

/** Deletes what was shared once it is in a draft, or not wanted. Never rejects. */
export async function forgetShare(shareId: string): Promise<void> {
  await findCaches()
    ?.delete(SHARE_CACHE_PREFIX + shareId)
    .catch(() => false);
}

/** Deletes all of them but the one of that id. Safe to call again. */
export async function forgetShares(exceptId: string | null): Promise<void> {
  const caches = findCaches();
  if (!caches) return;
  for (const name of await caches.keys()) {
    if (!name.startsWith(SHARE_CACHE_PREFIX)) continue;
    if (name !== SHARE_CACHE_PREFIX + exceptId) await caches.delete(name);
  }
}
