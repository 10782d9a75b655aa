'use client';

import { useCallback } from 'react';
import { useHandImages } from '@/components/conversation/composer/attachments';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { useChatClient } from '@/lib/client/chat-provider';
import { addText } from '@/lib/client/drafts/add-text';
import { TEXT_MAX_CHARACTERS } from '@/lib/shared/limits';

interface Content {
  userId: string;
  text: string;
  files?: readonly File[];
  /** Of the text, some was left out on the way. */
  isTextLost?: boolean;
  onKept?: () => void;
}

/** Returns what puts a text and pictures into a person's draft, below what is there. Nothing is sent. */
export function usePutInto(): (content: Content) => void {
  const { drafts } = useChatClient();
  const handImages = useHandImages();
  const { sharing } = useAllMessages();
  return useCallback(
    ({ userId, text, files = [], isTextLost = false, onKept = () => undefined }) => {
      const { draft, isCut } = addText(drafts.get(userId), text);
      if (text !== '') drafts.set(userId, draft);
      const notices = [
        text !== '' && isCut && sharing.textCut(TEXT_MAX_CHARACTERS),
        isTextLost && sharing.textLost,
      ].filter((notice) => notice !== false);
      handImages({ userId, files, notices, onKept });
    },
    [drafts, handImages, sharing],
  );
}
