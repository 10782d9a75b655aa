import { getConfig } from '@/lib/server/config';
import { listLocalImages, readLocalImage, removeLocalImage } from '@/lib/server/images/local-store';
import type { StoredImage } from '@/lib/server/images/store';
import { log } from '@/lib/server/log';
import type { Actor } from '@/lib/server/services/actor';
import { apiUrls } from '@/lib/shared/urls';
import { Message } from '@/models/message';
import { User } from '@/models/user';

/** An image of the local store, for anybody signed in. Throws `not_found`. */
export function getUpload(_actor: Actor, input: { file: string }): Promise<StoredImage> {
  return readLocalImage(getConfig().dataDir, input.file);
}

/** Younger files may belong to a send that is still under way. */
const ORPHAN_AGE_MS = 60 * 60_000;
const MESSAGE_IMAGE = /^message-([0-9a-f]{24})-([0-9a-f-]{36})-[0-9a-f-]{36}\.\w+$/;
const AVATAR = /^avatar-([0-9a-f]{24})-[0-9a-f-]{36}\.\w+$/;

async function isReferenced(name: string): Promise<boolean> {
  const url = apiUrls.upload(name);
  const [, senderId, clientId] = MESSAGE_IMAGE.exec(name) ?? [];
  if (senderId && clientId) {
    const message = await Message.findOne({ senderId, clientId }).select('image').lean();
    return message?.image?.url === url;
  }
  const [, userId] = AVATAR.exec(name) ?? [];
  if (!userId) return false;
  const user = await User.findById(userId).select('profilePic').lean();
  return user?.profilePic === url;
}

/** Removes files of the local store that no message and no person refers to. Idempotent. */
export async function sweepUploads(): Promise<number> {
  const { dataDir, cloudinary } = getConfig();
  if (cloudinary) return 0;
  let removed = 0;
  for (const name of await listLocalImages(dataDir, new Date(Date.now() - ORPHAN_AGE_MS))) {
    if (await isReferenced(name)) continue;
    await removeLocalImage(dataDir, name);
    removed++;
  }
  if (removed > 0) log().info({ removed }, 'uploads.swept');
  return removed;
}
