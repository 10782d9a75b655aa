'use client';

import { useCallback, useState } from 'react';
import { useChatClient } from '@/lib/client/chat-provider';
import type { ReadingPlace } from '@/lib/client/store/reading-places';

/**
 * Where the reader was when they left this conversation, and how to note where they leave it and to tell
 * where they are.
 */
export function useReadingPlace(userId: string) {
  const { readingPlaces, store } = useChatClient();
  const [initial] = useState(() => readingPlaces.get(userId));
  const leave = useCallback(
    (place: ReadingPlace | null) => {
      // Far from the newest messages: what is held there is dropped when it leaves the screen.
      const isDetached = store.getChat().conversations.get(userId)?.isDetached;
      readingPlaces.set(userId, isDetached ? null : place);
    },
    [readingPlaces, store, userId],
  );
  const follow = useCallback(
    (read: () => ReadingPlace | null) => readingPlaces.follow(userId, read),
    [readingPlaces, userId],
  );
  return { initial, leave, follow };
}
