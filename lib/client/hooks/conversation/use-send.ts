'use client';
import { useMemo } from 'react';
import { useChatClient } from '@/lib/client/chat-provider';
import type { OutgoingImage } from '@/lib/client/outbox/outgoing-image';
import type { TakenBack } from '@/lib/client/outbox/taken-back';

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
    const { sender } = client;
    return {
      sendText: (text) => void sender.sendText(userId, text),
      sendImages: (images, caption) => sender.sendImages(userId, images, caption),
      retry: (clientId) => sender.outbox.retry(clientId),
      discard: (clientId) => sender.outbox.discard(clientId),
      takeBack: (clientId) => sender.takeBack(clientId),
      cancelUpload: (clientId) => sender.outbox.cancel(clientId),
    };
  }, [client, userId]);
}
