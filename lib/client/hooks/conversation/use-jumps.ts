'use client';

import { useMemo } from 'react';
import { useChatClient } from '@/lib/client/chat-provider';
import type { ReadingPlace } from '@/lib/client/store/reading-places';
import type { Jump, JumpTarget } from '@/lib/client/store/store';

export interface Jumps {
  /** Goes somewhere in the conversation, loaded where it is not held; null if overtaken by another. */
  go(target: JumpTarget): Promise<Jump | null>;
  /** Where the reader is now; null at the end. */
  place(): ReadingPlace | null;
  /** Nothing is said of the last jump any more. */
  dismiss(): void;
}

/** Going to places of one conversation that is on the screen. All of it stays the same function. */
export function useJumps(userId: string): Jumps {
  const { conversations, readingPlaces, store } = useChatClient();
  return useMemo(
    () => ({
      go: (target) => conversations.jump(userId, target),
      place: () => readingPlaces.now(userId),
      dismiss: () => store.setLoad(userId, { jump: null }),
    }),
    [conversations, readingPlaces, store, userId],
  );
}
