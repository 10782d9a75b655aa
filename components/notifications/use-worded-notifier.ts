'use client';

import { useCallback } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { useOpenFromNotification } from '@/components/notifications/use-open-from-notification';
import { useNotifier } from '@/lib/client/hooks/use-notifier';
import {
  type Notifier,
  type NotifierOptions,
  TEST_SENDER,
} from '@/lib/client/notifications/notifier';
import { fileBriefText } from '@/lib/shared/files/file-brief';
import { previewText } from '@/lib/shared/formatting/plain-text';

/** The notifier, speaking the reader's language. */
export function useWordedNotifier(): Notifier {
  const words = useAllMessages();
  const onOpen = useOpenFromNotification();
  const describe = useCallback<NotifierOptions['describe']>(
    (message, { name, unseen, hasPreview }) => {
      if (message.senderId === TEST_SENDER) {
        return { title: words.product, body: words.notifications.testBody };
      }
      const carried = message.file
        ? fileBriefText(message.file, words.people.voice)
        : message.hasImage && words.people.photo;
      const preview = previewText(message.text) || carried || '';
      return {
        title: words.notifications.unseenFrom(name || words.product, unseen),
        body: (hasPreview && preview) || words.notifications.hidden(unseen),
      };
    },
    [words],
  );
  return useNotifier({ describe, onOpen });
}
