'use client';

import { useCallback } from 'react';
import { useMessages } from '@/components/i18n/messages-provider';
import { useOpenFromNotification } from '@/components/notifications/use-open-from-notification';
import { useNotifier } from '@/lib/client/hooks/use-notifier';
import {
  type Notifier,
  type NotifierOptions,
  TEST_SENDER,
} from '@/lib/client/notifications/notifier';

/** The notifier, speaking the reader's language. */
export function useWordedNotifier(): Notifier {
  const words = useMessages();
  const onOpen = useOpenFromNotification();
  const describe = useCallback<NotifierOptions['describe']>(
    (message, { name, unseen, hasPreview }) => {
      if (message.senderId === TEST_SENDER) {
        return { title: words.product, body: words.notifications.testBody };
      }
      const preview = message.text || (message.hasImage ? words.people.photo : '');
      return {
        title: words.notifications.unseenFrom(name || words.product, unseen),
        body: (hasPreview && preview) || words.notifications.hidden(unseen),
      };
    },
    [words],
  );
  return useNotifier({ describe, onOpen });
}
