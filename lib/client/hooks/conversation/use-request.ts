'use client';

import { useMemo } from 'react';
import { useChatClient } from '@/lib/client/chat-provider';
import { useConversationOptions } from '@/lib/client/hooks/conversation/use-conversation-options';
import type { SettingsAnswer } from '@/lib/shared/dto';

interface RequestActions {
  /** Each throws an ApiError when the server refuses, or is not reached. */
  accept: () => Promise<void>;
  remove: () => Promise<void>;
  /** Blocks its sender, and deletes it. */
  block: () => Promise<void>;
}

/** What one may do with a request of somebody one does not know. */
export function useRequest(userId: string): RequestActions {
  const client = useChatClient();
  const { block } = useConversationOptions(userId);
  return useMemo(() => {
    const call = async (method: 'PUT' | 'DELETE') => {
      const path = `/api/requests/${encodeURIComponent(userId)}`;
      const answer = await client.api.request<SettingsAnswer>(path, { method });
      client.store.dispatch({ type: 'settings', userId, ...answer });
    };
    return {
      accept: () => call('PUT'),
      remove: () => call('DELETE'),
      block: async () => {
        await block();
        await call('DELETE');
      },
    };
  }, [client, userId, block]);
}
