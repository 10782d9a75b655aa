import {
  access,
  constants,
  copyFile,
  link,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import path from 'node:path';
import { AppError, failFor, isMissingFile } from '@/lib/server/errors';
import { setAside } from '@/lib/server/images/aside';
import { uploadsDir } from '@/lib/server/images/folders';
import type { ImageStore, StoredImage } from '@/lib/server/images/image-store';
import { apiUrls } from '@/lib/shared/urls';

const CONTENT_TYPES: Record<string, string> = { webp: 'image/webp', gif: 'image/gif' };
/** No dot but the one before the extension, no separator: a name cannot leave the folder. */
const NAME = /^[A-Za-z0-9_-]{1,200}\.(webp|gif|bin)$/;
const URL_PREFIX = apiUrls.upload('');

function nameOf(url: string): string | null {
  const name = url.startsWith(URL_PREFIX) ? url.slice(URL_PREFIX.length) : '';
  return NAME.test(name) ? name : null;
}

/** Images and other files in the data folder, served by `GET /api/uploads/:file`. */
export function createLocalStore(dataDir: string): ImageStore {
  const dir = uploadsDir(dataDir);
  return {
    async put({ name, bytes }) {
      if (!NAME.test(name)) throw new TypeError(`not an image name: ${name}`);
      const file = path.join(dir, name);
      const partial = `${file}.partial`;
      try {
        await mkdir(dir, { recursive: true, mode: 0o700 });
        const handle = await open(partial, 'w', 0o600);
        try {
          await handle.writeFile(bytes);
          // The message that names this file is on disk before it is acknowledged; so is the file.
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(partial, file);
        return apiUrls.upload(name);
      } catch (error) {
        await rm(partial, { force: true });
        throw failFor('unavailable', 'image_not_stored', error);
      }
    },
    async putFile({ name, path: from }) {
      if (!NAME.test(name)) throw new TypeError(`not a file name: ${name}`);
      try {
        await mkdir(dir, { recursive: true, mode: 0o700 });
        const handle = await open(from, 'r+');
        try {
          await handle.sync();
        } finally {
          await handle.close();
        }
        // One more name for the same bytes: whoever brought them removes the other.
        await link(from, path.join(dir, name)).catch(() => copyFile(from, path.join(dir, name)));
        return apiUrls.upload(name);
      } catch (error) {
        throw failFor('unavailable', 'file_store_away', error);
      }
    },
    async copy({ url, name }) {
      const original = nameOf(url);
      if (original === null || !NAME.test(name)) throw new TypeError(`not an image name: ${name}`);
      const [from, to] = [path.join(dir, original), path.join(dir, name)];
      try {
        // One more name for the same bytes, which stay until the last of them is gone.
        await link(from, to).catch(() => copyFile(from, to));
        return apiUrls.upload(name);
      } catch (error) {
        if (isMissingFile(error)) throw new AppError('not_found', 'That file does not exist.');
        throw failFor('unavailable', 'file_store_away', error);
      }
    },
    async remove(url) {
      const name = nameOf(url);
      if (name !== null) await setAside(dataDir, name);
    },
    async erase(url) {
      const name = nameOf(url);
      if (name !== null) await rm(path.join(dir, name), { force: true });
    },
    async check() {
      try {
        await mkdir(dir, { recursive: true, mode: 0o700 });
        await access(dir, constants.W_OK);
      } catch (error) {
        throw new AppError('unavailable', undefined, { cause: error });
      }
    },
  };
}

/** The image behind a file name. Throws `not_found`. */
export async function readLocalImage(dataDir: string, name: string): Promise<StoredImage> {
  const extension = NAME.exec(name)?.[1];
  const contentType = extension && CONTENT_TYPES[extension];
  if (!contentType) throw new AppError('not_found', 'That image does not exist.');
  try {
    return { bytes: await readFile(path.join(uploadsDir(dataDir), name)), contentType };
  } catch (error) {
    throw new AppError('not_found', 'That image does not exist.', { cause: error });
  }
}

/** Where a file of any kind lies, by its name, and how long it is. Throws `not_found`. */
export async function findLocalFile(
  dataDir: string,
  name: string,
): Promise<{ path: string; bytes: number }> {
  try {
    if (!NAME.test(name)) throw new TypeError(`not a file name: ${name}`);
    const file = path.join(uploadsDir(dataDir), name);
    return { path: file, bytes: (await stat(file)).size };
  } catch (error) {
    throw new AppError('not_found', 'That file does not exist.', { cause: error });
  }
}

/** What lies in the folder, finished or not, and when it was last touched. */
export async function listLocalImages(
  dataDir: string,
): Promise<{ name: string; modifiedAt: number }[]> {
  const dir = uploadsDir(dataDir);
  const names = await readdir(dir).catch((error: unknown) => {
    if (isMissingFile(error)) return [];
    throw error;
  });
  const images: { name: string; modifiedAt: number }[] = [];
  for (const name of names) {
    const stats = await stat(path.join(dir, name)).catch(() => null);
    if (stats?.isFile()) images.push({ name, modifiedAt: stats.mtimeMs });
  }
  return images;
}
