import { closeAllNotifications } from '@/lib/client/notifications/notification-platform';
import { SnapshotStorage } from '@/lib/client/offline/snapshot-idb';
import { forgetUnsentOfLeaving } from '@/lib/client/offline/unsent';
import { findCaches, setAppBadge } from '@/lib/client/platform/secure-context';
import { PICTURES_CACHE_PREFIX } from '@/lib/shared/service-worker-messages';

/**
 * Deletes what this browser keeps of the person signed in last, so that the next one at the same
 * device finds nothing of it. What is unsent goes with a sign-out that was asked for; where a session
 * ended by itself it stays, and is shown to its author alone.
 * Never rejects.
 */
export async function forgetLastPerson(): Promise<void> {
  await Promise.allSettled([
    new SnapshotStorage().forget(),
    forgetPictures(null),
    forgetUnsentOfLeaving(),
    closeAllNotifications(),
    setAppBadge(0),
  ]);
}

/** Deletes the kept pictures of everybody else, and makes room for those of this person. */
export async function keepPicturesOf(ownerId: string): Promise<void> {
  const caches = findCaches();
  if (!caches) return;
  const name = PICTURES_CACHE_PREFIX + ownerId;
  await forgetPictures(name);
  await caches.open(name);
}

async function forgetPictures(except: string | null): Promise<void> {
  const caches = findCaches();
  if (!caches) return;
  for (const name of await caches.keys()) {
    if (name.startsWith(PICTURES_CACHE_PREFIX) && name !== except) await caches.delete(name);
  }
}
