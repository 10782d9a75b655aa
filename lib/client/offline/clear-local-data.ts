import { closeAllNotifications } from '@/lib/client/notifications/notification-permission';
import { pushPlatform } from '@/lib/client/notifications/push/push-manager';
import { forgetPictures } from '@/lib/client/offline/kept-pictures';
import { SnapshotStorage } from '@/lib/client/offline/snapshot-idb';
import { forgetUnsentOfLeaving } from '@/lib/client/offline/unsent';
import { setAppBadge } from '@/lib/client/platform/secure-context';
import { forgetShares } from '@/lib/client/sharing/kept-shares';

/**
 * Deletes what this browser keeps of the person signed in last, so that the next one at the same
 * device finds nothing of it. What is unsent goes with a sign-out that was asked for; where a session
 * ended by itself it stays, and is shown to its author alone. Of what other apps shared, that of the id
 * stays: who shared it is about to sign in.
 * Never rejects.
 */
export async function forgetLastPerson(wantedShareId: string | null): Promise<void> {
  await Promise.allSettled([
    new SnapshotStorage().forget(),
    forgetPictures(null),
    forgetUnsentOfLeaving(),
    forgetShares(wantedShareId),
    closeAllNotifications(),
    pushPlatform.unsubscribe(),
    setAppBadge(0),
  ]);
}
