'use client';

import { useMemo } from 'react';
import { useChatClient } from '@/lib/client/chat-provider';
import type { SettingsChange } from '@/lib/client/transport/api-client';
import type { SettingsAnswer } from '@/lib/shared/dto';
import { apiUrls } from '@/lib/shared/urls';

export interface ConversationOptions {
  /** Shown at once. Throws an ApiError when it is refused, and is taken back then. */
  set: (change: SettingsChange) => Promise<void>;
  /** Clears it for oneself. The next four throw an ApiError when the server refuses, or is not reached. */
  clear: () => Promise<void>;
  block: () => Promise<void>;
  unblock: () => Promise<void>;
  report: (input: { messageId?: string; reason: string }) => Promise<void>;
}

/** What one may do with a conversation as a whole, and with whom it is held. */
export function useConversationOptions(userId: string): ConversationOptions {
  const client = useChatClient();
  return useMemo(() => {
    const lookAgain = async () => {
      const person = await client.api.person(userId);
      client.store.dispatch({ type: 'person-loaded', person });
    };
    return {
      set: (change) => client.setConversation(userId, change),
      clear: async () => {
        const path = `${apiUrls.conversation(userId)}/messages`;
        const answer = await client.api.request<SettingsAnswer>(path, { method: 'DELETE' });
        client.store.dispatch({ type: 'settings', userId, ...answer });
      },
      block: async () => {
        await client.api.block(userId);
        await lookAgain();
      },
      unblock: async () => {
        await client.api.unblock(userId);
        await lookAgain();
      },
      report: async (input) => {
        await client.api.report({ userId, ...input });
      },
    };
  }, [client, userId]);
}
