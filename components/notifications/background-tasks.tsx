'use client';

import { useEffect, useState } from 'react';
import { NotificationOffer } from '@/components/notifications/notification-offer';
import { useOpenFromNotification } from '@/components/notifications/use-open-from-notification';
import { useOnDemand } from '@/components/ui/use-on-demand';
import { useChatClient } from '@/lib/client/chat-provider';
import { useTimeZoneReport } from '@/lib/client/hooks/people/use-local-time';
import { useClientValue } from '@/lib/client/hooks/use-client-value';
import { useNotificationSettings } from '@/lib/client/hooks/use-notifications';
import { tellWhetherInView } from '@/lib/client/notifications/in-view';
import { UnseenBadge } from '@/lib/client/notifications/unseen-badge';
import { keepPicturesOf } from '@/lib/client/offline/kept-pictures';
import { startServiceWorker } from '@/lib/client/offline/service-worker';
import { SnapshotStorage } from '@/lib/client/offline/snapshot-idb';
import { SnapshotWriter } from '@/lib/client/offline/snapshot-writer';
import { watchForStaleBuild } from '@/lib/client/offline/stale-build';
import { systemClock } from '@/lib/client/platform/clock';
import { browserEnvironment } from '@/lib/client/platform/environment';

const loadSubscriber = () =>
  import('@/components/notifications/push-subscriber').then((module) => module.PushSubscriber);

const loadNotifier = () =>
  import('@/components/notifications/message-notifier').then((module) => module.MessageNotifier);

/** Notifications, the badge, the time zone and what is kept for being offline, while somebody is signed in. */
export function BackgroundTasks() {
  const { settings, permission } = useNotificationSettings();
  // With the permission there may be some to take away, whatever the settings are by now.
  const isWanted = settings.isOn || settings.hasSound || permission === 'granted';
  const MessageNotifier = useOnDemand(isWanted, loadNotifier);
  const PushSubscriber = useOnDemand(permission === 'granted', loadSubscriber);
  useBadge();
  useInViewMark();
  useOfflineKeeping();
  useTimeZoneReport();
  return (
    <>
      <NotificationOffer />
      {isWanted && MessageNotifier && <MessageNotifier />}
      {PushSubscriber && (
        <PushSubscriber
          isOn={settings.isOn && permission === 'granted'}
          hasPreview={settings.hasPreviews}
        />
      )}
    </>
  );
}

function useBadge(): void {
  const client = useChatClient();
  const total = useClientValue(client, () => client.views.unseenTotal());
  const [badge] = useState(() => new UnseenBadge());
  useEffect(() => badge.show(total), [badge, total]);
  useEffect(() => () => badge.clear(), [badge]);
}

function useInViewMark(): void {
  const client = useChatClient();
  useEffect(() => {
    const { _id: ownerId } = client.store.getChat().me;
    return tellWhetherInView(ownerId, browserEnvironment);
  }, [client]);
}

function useOfflineKeeping(): void {
  const client = useChatClient();
  const onOpen = useOpenFromNotification();
  useEffect(() => startServiceWorker({ onOpen }), [onOpen]);
  useEffect(() => watchForStaleBuild(() => window.location.reload()), []);
  useEffect(() => {
    void keepPicturesOf(client.store.getChat().me._id).catch(() => undefined);
    const writer = new SnapshotWriter({
      client,
      storage: new SnapshotStorage(),
      environment: browserEnvironment,
      clock: systemClock,
    });
    writer.start();
    return () => writer.stop();
  }, [client]);
}
