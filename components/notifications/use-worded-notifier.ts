'use client';

import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { useMessages } from '@/components/i18n/messages-provider';
import { openConversation } from '@/components/navigation/navigation';
import { useNotifier } from '@/lib/client/hooks/use-notifications';
import {
  type Notifier,
  type NotifierOptions,
  TEST_SENDER,
} from '@/lib/client/notifications/notifier';
import { pages } from '@/lib/shared/urls';

/** Goes where a notification leads, from whichever page. */
export function useOpenFromNotification(): (url: string) => void {
  const router = useRouter();
  return useCallback(
    (url) => {
      const userId = url.startsWith(`${pages.chat}/`) ? url.slice(pages.chat.length + 1) : null;
      const isInChat = location.pathname.startsWith(pages.chat);
      if (userId && isInChat) openConversation(decodeURIComponent(userId));
      else router.push(url);
    },
    [router],
  );
}

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
