'use client';

import { useCallback, useState } from 'react';
import { useChatClient } from '@/lib/client/chat-provider';
import type { ReadingPlace } from '@/lib/client/store/reading-places';

/** Where the reader was when they left this conversation, and how to note where they leave it. */
export function useReadingPlace(userId: string) {
  const { readingPlaces } = useChatClient();
  const [initial] = useState(() => readingPlaces.get(userId));
  const leave = useCallback(
    (place: ReadingPlace | null) => readingPlaces.set(userId, place),
    [readingPlaces, userId],
  );
  return { initial, leave };
}
