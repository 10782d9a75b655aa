'use client';

import useSWR from 'swr';
import { useChatClient } from '@/lib/client/chat-provider';

/** When the first message of a conversation was sent; null until it is known, and without any. */
export function useFirstMessageAt(userId: string): string | null {
  const { conversations } = useChatClient();
  const { data } = useSWR(['first-message-at', userId], () => conversations.firstAt(userId));
  return data ?? null;
}
