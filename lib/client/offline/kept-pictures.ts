import { findCaches } from '@/lib/client/platform/secure-context';
import { PICTURES_CACHE_PREFIX } from '@/lib/shared/service-worker-messages';

/** Deletes the kept pictures of everybody else, and makes room for those of this person. */
export async function keepPicturesOf(ownerId: string): Promise<void> {
  const caches = findCaches();
  if (!caches) return;
  const name = PICTURES_CACHE_PREFIX + ownerId;
  await forgetPictures(name);
  await caches.open(name);
}

/** Deletes pictures of messages that were deleted. Safe to call again. */
export async function dropPictures(ownerId: string, urls: readonly string[]): Promise<void> {
  const caches = findCaches();
  const name = PICTURES_CACHE_PREFIX + ownerId;
  if (!caches || urls.length === 0 || !(await caches.has(name))) return;
  const cache = await caches.open(name);
  for (const url of urls) await cache.delete(new URL(url, location.href).href);
}

/** Deletes the kept pictures of everybody but `except`, the name of a cache. Safe to call again. */
export async function forgetPictures(except: string | null): Promise<void> {
  const caches = findCaches();
  if (!caches) return;
  for (const name of await caches.keys()) {
    if (name.startsWith(PICTURES_CACHE_PREFIX) && name !== except) await caches.delete(name);
  }
}
