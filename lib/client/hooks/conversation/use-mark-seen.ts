'use client';

import { useEffect } from 'react';
import { useChatClient } from '@/lib/client/chat-provider';

/**
 * Marks what came in as seen while the end of the conversation is on the screen, the tab visible
 * and the window in front.
 */
export function useMarkSeen(userId: string, isAtBottom: boolean): void {
  const client = useChatClient();
  useEffect(
    () => (isAtBottom ? client.receipts.view(userId) : undefined),
    [client, userId, isAtBottom],
  );
}
