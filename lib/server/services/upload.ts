import { getConfig } from '@/lib/server/config';
import { readLocalImage } from '@/lib/server/images/local-store';
import type { StoredImage } from '@/lib/server/images/store';
import type { Actor } from '@/lib/server/services/actor';

/** An image of the local store, for anybody signed in. Throws `not_found`. */
export function getUpload(_actor: Actor, input: { file: string }): Promise<StoredImage> {
  return readLocalImage(getConfig().dataDir, input.file);
}
