'use client';

import { useEffect, useState } from 'react';
import { NotificationOffer } from '@/components/notifications/notification-offer';
import { useWordedNotifier } from '@/components/notifications/use-worded-notifier';
import { useChatClient } from '@/lib/client/chat-provider';
import { browserEnvironment } from '@/lib/client/environment';
import { useUnseenTotal } from '@/lib/client/hooks';
import { tellWhetherInView } from '@/lib/client/notification-platform';
import { UnseenBadge } from '@/lib/client/unseen-badge';

/** Notifications and the badge, while somebody is signed in. */
export function BackgroundTasks() {
  useBadge();
  useNotifications();
  return <NotificationOffer />;
}

function useBadge(): void {
  const total = useUnseenTotal();
  const [badge] = useState(() => new UnseenBadge());
  useEffect(() => badge.show(total), [badge, total]);
  useEffect(() => () => badge.clear(), [badge]);
}

function useNotifications(): void {
  const client = useChatClient();
  const notifier = useWordedNotifier();
  useEffect(() => {
    const { _id: ownerId } = client.store.getChat().me;
    return tellWhetherInView(ownerId, browserEnvironment);
  }, [client]);
  useEffect(() => {
    notifier.start();
    return () => notifier.stop();
  }, [notifier]);
}
