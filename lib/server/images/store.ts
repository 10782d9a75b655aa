import { getConfig } from '@/lib/server/config';
import { createCloudinaryStore } from '@/lib/server/images/cloudinary-store';
import { createLocalStore } from '@/lib/server/images/local-store';
import { log } from '@/lib/server/log';
import { singleton } from '@/lib/server/singleton';

export interface StoredImage {
  bytes: Uint8Array;
  contentType: string;
}

/** Where images live. `name` is `<letters, digits, - and _>.<extension>` and is never used twice. */
export interface ImageStore {
  /** Keeps an image durably and returns its URL. Throws AppError `unavailable`. */
  put(image: { name: string; bytes: Uint8Array }): Promise<string>;
  /** Removes the image behind a URL that `put` returned; one that is gone already is no error. */
  remove(url: string): Promise<void>;
  /** Throws AppError `unavailable` when the store cannot take images. */
  check(): Promise<void>;
}

/** Cloudinary when it is configured, otherwise files in the data folder. */
export function imageStore(): ImageStore {
  return singleton('image-store', () => {
    const { cloudinary, dataDir } = getConfig();
    return cloudinary ? createCloudinaryStore(cloudinary) : createLocalStore(dataDir);
  });
}

/** Removes an image nobody refers to any more (one in the data folder is set aside for a week); a failure leaves a file behind, not a wrong answer. */
export async function removeUnusedImage(url: string): Promise<void> {
  try {
    await imageStore().remove(url);
  } catch (error) {
    log().warn({ err: error }, 'image.not_removed');
  }
}
