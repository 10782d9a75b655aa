'use client';

import { useMemo } from 'react';
import { useChatClient } from '@/lib/client/chat-provider';
import { settingsOf } from '@/lib/client/hooks/use-notifications';
import { createNotificationPlatform } from '@/lib/client/notifications/notification-platform';
import { NotifiedLog } from '@/lib/client/notifications/notified-log';
import { Notifier, type NotifierOptions } from '@/lib/client/notifications/notifier';
import { systemClock } from '@/lib/client/platform/clock';
import { browserEnvironment } from '@/lib/client/platform/environment';

interface NotifierWords {
  describe: NotifierOptions['describe'];
  onOpen(url: string): void;
}

/** The notifier; does nothing until it is started, except for a test. */
export function useNotifier({ describe, onOpen }: NotifierWords): Notifier {
  const client = useChatClient();
  return useMemo(() => {
    const ownerId = client.store.getChat().me._id;
    return new Notifier({
      client,
      platform: createNotificationPlatform({ ownerId, onOpen }),
      settings: settingsOf(client),
      told: new NotifiedLog(ownerId),
      environment: browserEnvironment,
      clock: systemClock,
      describe,
    });
  }, [client, describe, onOpen]);
}
