import { getConfig } from '@/lib/server/config';
import { createCloudinaryStore } from '@/lib/server/images/cloudinary-store';
import type { ImageStore } from '@/lib/server/images/image-store';
import { createLocalStore } from '@/lib/server/images/local-store';
import { log } from '@/lib/server/log';
import { singleton } from '@/lib/server/singleton';

/** Cloudinary when it is configured, otherwise files in the data folder. */
export function imageStore(): ImageStore {
  return singleton('image-store', () => {
    const { cloudinary, dataDir } = getConfig();
    return cloudinary ? createCloudinaryStore(cloudinary) : createLocalStore(dataDir);
  });
}

/** Removes an image or file nobody refers to any more (one in the data folder is set aside for a week); a failure leaves a file behind, not a wrong answer. */
export async function removeUnusedUpload(url: string): Promise<void> {
  try {
    await imageStore().remove(url);
  } catch (error) {
    log().warn({ err: error }, 'upload.not_removed');
  }
}

/** Removes the image or file of a deleted message for good; a failure is made good by the next sweep. */
export async function eraseUpload(url: string): Promise<void> {
  try {
    await imageStore().erase(url);
  } catch (error) {
    log().warn({ err: error }, 'upload.not_erased');
  }
}
