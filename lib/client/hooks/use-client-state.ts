'use client';

import { useChatClient } from '@/lib/client/chat-provider';
import { useClientValue } from '@/lib/client/hooks/use-client-value';
import type { ClientState } from '@/lib/client/store/store';

export function useClientState<T>(select: (state: ClientState) => T): T {
  const client = useChatClient();
  return useClientValue(client, () => select(client.store.getState()));
}
