'use client';

import { useChatClient } from '@/lib/client/chat-provider';
import { useClientValue } from '@/lib/client/hooks/use-client-value';

export function useUnseenTotal(): number {
  const client = useChatClient();
  return useClientValue(client, () => client.views.unseenTotal());
}
