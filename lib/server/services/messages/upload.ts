import { getConfig } from '@/lib/server/config';
import { AppError } from '@/lib/server/errors';
import type { StoredImage } from '@/lib/server/images/image-store';
import { readLocalImage } from '@/lib/server/images/local-store';
import type { Actor } from '@/lib/server/services/actor';
import { apiUrls } from '@/lib/shared/urls';
import { Message } from '@/models/message';

/** Who sent it and the clientId of its message stand in the name, so that the index finds both. */
const MESSAGE_IMAGE = /^message-([0-9a-f]{24})-([0-9a-f-]{36})-/;

/** Whether the image belongs to a message that the actor sent or got. */
async function isOwnMessageImage(actor: Actor, file: string): Promise<boolean> {
  const [, senderId, clientId] = MESSAGE_IMAGE.exec(file) ?? [];
  if (!senderId || !clientId) return false;
  const message = await Message.findOne({ senderId, clientId })
    .select('senderId receiverId image deletedAt')
    .lean();
  if (!message || message.deletedAt || message.image?.url !== apiUrls.upload(file)) return false;
  return [message.senderId, message.receiverId].some((id) => id.toHexString() === actor.userId);
}

/**
 * An image of the local store: one of a message for the two members of its conversation, a person's
 * picture for anybody signed in. Throws `not_found`, also for images that the actor may not see.
 */
export async function getUpload(actor: Actor, input: { file: string }): Promise<StoredImage> {
  const { file } = input;
  if (!file.startsWith('avatar-') && !(await isOwnMessageImage(actor, file))) {
    throw new AppError('not_found', 'That image does not exist.');
  }
  return readLocalImage(getConfig().dataDir, file);
}
