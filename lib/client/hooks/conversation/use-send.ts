'use client';
import { useMemo } from 'react';
import { useChatClient } from '@/lib/client/chat-provider';
import type { OutgoingImage, TakenBack } from '@/lib/client/outbox/outbox-storage';

export interface SendActions {
  sendText(text: string): void;
  /** In their order, the caption with the first. Resolves once they are kept in the outbox. */
  sendImages(images: readonly OutgoingImage[], caption: string): Promise<void>;
  retry(clientId: string): void;
  discard(clientId: string): void;
  /** Removes a failed message and gives back what was in it, for the composer. */
  takeBack(clientId: string): TakenBack;
  cancelUpload(clientId: string): void;
}

/** Sending to one person. What is sent shows at once and is kept until the server has it. */
export function useSend(userId: string): SendActions {
  const client = useChatClient();
  return useMemo(() => {
    const { outbox } = client;
    return {
      sendText: (text) => void outbox.sendText(userId, text),
      sendImages: (images, caption) => outbox.sendImages(userId, images, caption),
      retry: (clientId) => outbox.retry(clientId),
      discard: (clientId) => outbox.discard(clientId),
      takeBack: (clientId) => outbox.takeBack(clientId),
      cancelUpload: (clientId) => outbox.cancel(clientId),
    };
  }, [client, userId]);
}
