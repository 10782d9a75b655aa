'use client';

import { useMemo } from 'react';
import { useChatClient } from '@/lib/client/chat-provider';
import { createSendActions, type SendActions } from '@/lib/client/send-actions';

/** Sending to one person; the same functions as long as it is the same person. */
export function useSend(userId: string): SendActions {
  const client = useChatClient();
  return useMemo(() => createSendActions(client, userId), [client, userId]);
}
