import { getConfig } from '@/lib/server/config';
import { AppError } from '@/lib/server/errors';
import type { StoredImage } from '@/lib/server/images/image-store';
import { findLocalFile, readLocalImage } from '@/lib/server/images/local-store';
import type { Actor } from '@/lib/server/services/actor';
import { isAdministrator } from '@/lib/server/services/administrator';
import { canSee } from '@/lib/server/services/contacts/visibility';
import { apiUrls } from '@/lib/shared/urls';
import { Conversation } from '@/models/conversation';
import { clearedSeqOf } from '@/models/member-settings';
import { isHiddenIn, Message, type MessageRecord } from '@/models/message';
import { Report } from '@/models/report';

/** Who sent it and the clientId of its message stand in the name, so that the index finds both. */
const MESSAGE_UPLOAD = /^message-([0-9a-f]{24})-([0-9a-f-]{36})-/;

/** Whose picture it is stands in the name. */
const AVATAR = /^avatar-([0-9a-f]{24})-/;

/** The message that an image or a file was stored for, if the actor sent or got it and it is still there for them. */
async function findOwnMessageOf(actor: Actor, file: string): Promise<MessageRecord | null> {
  const [, senderId, clientId] = MESSAGE_UPLOAD.exec(file) ?? [];
  if (!senderId || !clientId) return null;
  const message = await Message.findOne({ senderId, clientId })
    .select('conversationId seq senderId receiverId image file preview deletedAt hiddenFor')
    .lean();
  if (!message || message.deletedAt) return null;
  const { userId: viewerId } = actor;
  const members = [message.senderId, message.receiverId].map((id) => id.toHexString());
  if (!members.includes(viewerId)) return null;
  const row = await Conversation.findById(message.conversationId).select('members').lean();
  const view = { viewerId, clearedSeq: clearedSeqOf(row, viewerId) };
  return isHiddenIn(message, view) ? null : message;
}

/** Whether the image belongs to a message that the actor sent or got. */
async function isOwnMessageImage(actor: Actor, file: string): Promise<boolean> {
  const message = await findOwnMessageOf(actor, file);
  const urls = [message?.image?.url, message?.preview?.image?.url];
  return urls.includes(apiUrls.upload(file));
}

/** Whether somebody reported a message with it, and the actor is one of those who read reports. */
async function isReportedTo(actor: Actor, file: string): Promise<boolean> {
  if (!(await Report.exists({ 'message.imageUrl': apiUrls.upload(file) }))) return false;
  return isAdministrator(actor);
}

/**
 * An image of the local store: one of a message or its preview for the two members of its conversation, a person's
 * picture for whoever may see that person, one that was reported for administrators. Throws `not_found`, also for images that the actor may not see.
 */
export async function getUpload(actor: Actor, input: { file: string }): Promise<StoredImage> {
  const { file } = input;
  const ownerId = AVATAR.exec(file)?.[1];
  const isVisible = ownerId
    ? await canSee(actor.userId, ownerId)
    : (await isOwnMessageImage(actor, file)) || (await isReportedTo(actor, file));
  if (!isVisible) {
    throw new AppError('not_found', 'That image does not exist.');
  }
  return readLocalImage(getConfig().dataDir, file);
}

/** Whether that is the name of a file of any kind, and of no image. */
export const isFileName = (name: string): boolean => name.endsWith('.bin');

/**
 * A file of the local store, for the two members of the conversation it was sent in. Throws `not_found`,
 * also for files that the actor may not see.
 */
export async function getStoredFile(
  actor: Actor,
  id: string,
): Promise<{ path: string; bytes: number; id: string; name: string; type: string }> {
  const file = (await findOwnMessageOf(actor, id))?.file;
  if (file?.url !== apiUrls.upload(id)) {
    throw new AppError('not_found', 'That file does not exist.');
  }
  const { name, type } = file;
  return { ...(await findLocalFile(getConfig().dataDir, id)), id, name, type };
}
