import path from 'node:path';
import type { v2 as Cloudinary } from 'cloudinary';
import { type Config, setCloudinaryUrl } from '@/lib/server/config';
import { failFor } from '@/lib/server/errors';
import type { ImageStore } from '@/lib/server/images/image-store';

const FOLDER = 'parley';
const UPLOAD_TIMEOUT_MS = 30_000;
/** What is no picture may be large. */
const FILE_UPLOAD_TIMEOUT_MS = 10 * 60_000;

/** What the store calls pictures, and everything else. */
const kindOf = (name: string) => (name.endsWith('.bin') ? 'raw' : 'image');

const unavailable = (cause: unknown) => failFor('unavailable', 'image_store_away', cause);

/** Images and other files on Cloudinary. */
export function createCloudinaryStore(settings: NonNullable<Config['cloudinary']>): ImageStore {
  let loading: Promise<typeof Cloudinary> | null = null;
  const load = () => {
    loading ??= (async () => {
      // The SDK settles on http or https while it loads, from its environment variable alone.
      setCloudinaryUrl(settings);
      const { v2 } = await import('cloudinary');
      v2.config({
        cloud_name: settings.cloudName,
        api_key: settings.apiKey,
        api_secret: settings.apiSecret,
        secure: true,
        ...(settings.uploadPrefix && { upload_prefix: settings.uploadPrefix }),
      });
      return v2;
    })();
    return loading;
  };

  async function destroy(url: string): Promise<void> {
    const cloudinary = await load();
    const { name, base } = path.parse(new URL(url).pathname);
    const isFile = kindOf(base) === 'raw';
    try {
      // Only what is no picture is called by its whole name there.
      await cloudinary.uploader.destroy(`${FOLDER}/${isFile ? base : name}`, {
        resource_type: kindOf(base),
        // Copies on the way to readers go as well.
        invalidate: true,
      });
    } catch (error) {
      throw unavailable(error);
    }
  }

  return {
    async put({ name, bytes }) {
      const cloudinary = await load();
      return new Promise<string>((resolve, reject) => {
        const upload = cloudinary.uploader.upload_stream(
          {
            resource_type: 'image',
            public_id: `${FOLDER}/${path.parse(name).name}`,
            overwrite: false,
            timeout: UPLOAD_TIMEOUT_MS,
          },
          (error, result) => {
            if (result?.secure_url) resolve(result.secure_url);
            else reject(unavailable(error));
          },
        );
        upload.on('error', (error: unknown) => reject(unavailable(error)));
        upload.end(bytes);
      });
    },
    async putFile({ name, path: from }) {
      const cloudinary = await load();
      try {
        const { secure_url } = await cloudinary.uploader.upload(from, {
          resource_type: 'raw',
          public_id: `${FOLDER}/${name}`,
          overwrite: false,
          timeout: FILE_UPLOAD_TIMEOUT_MS,
        });
        return secure_url;
      } catch (error) {
        throw failFor('unavailable', 'file_store_away', error);
      }
    },
    async copy({ url, name }) {
      const cloudinary = await load();
      const kind = kindOf(name);
      try {
        // The store fetches it from itself.
        const { secure_url } = await cloudinary.uploader.upload(url, {
          resource_type: kind,
          public_id: `${FOLDER}/${kind === 'raw' ? name : path.parse(name).name}`,
          overwrite: false,
          timeout: UPLOAD_TIMEOUT_MS,
        });
        return secure_url;
      } catch (error) {
        throw unavailable(error);
      }
    },
    remove: destroy,
    erase: destroy,
    async check() {
      await load();
    },
  };
}
