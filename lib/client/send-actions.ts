import type { ChatClient } from '@/lib/client/chat-client';
import type { SendOptions } from '@/lib/client/outbox/outbox';
import type { OutgoingAttachment, TakenBack } from '@/lib/client/outbox/outbox-storage';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';
import type { VoiceNote } from '@/lib/client/voice/voice-note';
import { trimEmptyLines } from '@/lib/shared/text';

export interface SendActions {
  sendText(text: string, options?: SendOptions): void;
  /** In their order, the caption with the first. Resolves once they are kept in the outbox. */
  sendAttachments(
    attachments: readonly OutgoingAttachment[],
    caption: string,
    options?: SendOptions,
  ): Promise<void>;
  sendVoice(note: VoiceNote, options?: SendOptions): void;
  retry(clientId: string): void;
  discard(clientId: string): void;
  /** Removes a failed message and gives back what was in it, for the composer. */
  takeBack(clientId: string): TakenBack;
  cancelUpload(clientId: string): void;
  /** Changes the text of a message of one's own, stored or still unsent. */
  edit(item: ConversationItem, text: string): void;
  remove(item: ConversationItem, scope: 'everyone' | 'me'): void;
  /** Takes the preview off a message of one's own, for good. */
  removePreview(item: ConversationItem): void;
  /** Sets one's one reaction, or takes it away. */
  react(item: ConversationItem, emoji: string | null): void;
  /** Sends a stored message on. */
  forward(item: ConversationItem, toUserIds: readonly string[]): void;
  /** Tries a refused change once more. */
  retryChange(item: ConversationItem): void;
  discardChange(item: ConversationItem): void;
}

/**
 * Sending to one person, and changing what is there. All of it shows at once and is kept until the
 * server has it.
 */
export function createSendActions({ outbox }: ChatClient, userId: string): SendActions {
  const { changes } = outbox;
  return {
    sendText: (text, options) => void outbox.sendText(userId, text, options),
    sendAttachments: (attachments, caption, options) =>
      outbox.sendAttachments(userId, attachments, caption, options),
    sendVoice: (note, options) => outbox.sendVoice(userId, note, options),
    retry: (clientId) => outbox.retry(clientId),
    discard: (clientId) => outbox.discard(clientId),
    takeBack: (clientId) => outbox.takeBack(clientId),
    cancelUpload: (clientId) => outbox.cancel(clientId),
    edit(item, text) {
      const { message } = item;
      const base = { rev: message?.rev ?? 0, text: message?.text ?? item.text };
      changes.add(userId, item, { kind: 'edit', text: trimEmptyLines(text), base });
    },
    remove: (item, scope) => changes.add(userId, item, { kind: 'remove', scope }),
    removePreview: (item) => changes.add(userId, item, { kind: 'removePreview' }),
    react: (item, emoji) => changes.add(userId, item, { kind: 'react', emoji }),
    forward({ message, text }, toUserIds) {
      if (!message) return;
      const source = { message, text, image: message.image, file: message.file ?? null };
      for (const to of toUserIds) outbox.forward(to, source);
    },
    retryChange: (item) => changes.retry(userId, item),
    discardChange: (item) => changes.discard(userId, item),
  };
}
