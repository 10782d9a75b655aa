import { PUSH_TEXT_MAX_BYTES } from '@/lib/server/push/encrypt-push';
import { fileBriefText } from '@/lib/shared/files/file-brief';
import { previewText } from '@/lib/shared/formatting/plain-text';
import { DECLARATIVE_PUSH, type PushNote } from '@/lib/shared/push/push-note';
import { notificationTag } from '@/lib/shared/service-worker-messages';
import { pages } from '@/lib/shared/urls';
import type { MessageRecord } from '@/models/message';
import type { PushSubscriptionRecord } from '@/models/push-subscription';

/** A message as its receiver's devices are to be told of it. */
export interface ToldMessage {
  message: MessageRecord;
  senderName: string;
  isSeen: boolean;
  isWithdrawn: boolean;
}

function photoOrFile({ image, file }: MessageRecord, photo: string): string {
  if (image) return photo;
  return file ? fileBriefText(file) : '';
}

function bodyOf(
  { hasPreview, words }: PushSubscriptionRecord,
  { message, isWithdrawn }: ToldMessage,
): string {
  if (isWithdrawn) return words.deleted;
  const preview = previewText(message.text) || photoOrFile(message, words.photo);
  return (hasPreview && preview) || words.message;
}

/** What a push says, as bytes of JSON; shorter than a push may be, whatever the message. */
export function composeNote(subscription: PushSubscriptionRecord, told: ToldMessage): Buffer {
  const { message, senderName, isWithdrawn } = told;
  const ownerId = message.receiverId.toHexString();
  const userId = message.senderId.toHexString();
  const url = pages.conversation(userId);
  const note: PushNote = {
    web_push: DECLARATIVE_PUSH,
    notification: {
      title: senderName,
      body: bodyOf(subscription, told),
      navigate: new URL(url, subscription.origin).href,
      tag: notificationTag(ownerId, userId),
      dir: 'auto',
      silent: isWithdrawn,
      timestamp: message.createdAt.getTime(),
      data: { ownerId, userId, seq: message.seq, url, ...(isWithdrawn && { isWithdrawn }) },
    },
  };
  const text = Buffer.from(JSON.stringify(note));
  if (text.length <= PUSH_TEXT_MAX_BYTES) return text;
  // Names and previews are short as people count; some letters are written with many parts.
  note.notification.body = subscription.words.message;
  note.notification.title = senderName.slice(0, 80);
  return Buffer.from(JSON.stringify(note));
}
