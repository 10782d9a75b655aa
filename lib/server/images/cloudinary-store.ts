import path from 'node:path';
import type { v2 as Cloudinary } from 'cloudinary';
import { type Config, setCloudinaryUrl } from '@/lib/server/config';
import { failFor } from '@/lib/server/errors';
import type { ImageStore } from '@/lib/server/images/image-store';

const FOLDER = 'parley';
const UPLOAD_TIMEOUT_MS = 30_000;

const unavailable = (cause: unknown) => failFor('unavailable', 'image_store_away', cause);

/** Images on Cloudinary. */
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
    const name = path.parse(new URL(url).pathname).name;
    try {
      await cloudinary.uploader.destroy(`${FOLDER}/${name}`, {
        resource_type: 'image',
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
    async copy({ url, name }) {
      const cloudinary = await load();
      try {
        // The store fetches it from itself.
        const { secure_url } = await cloudinary.uploader.upload(url, {
          resource_type: 'image',
          public_id: `${FOLDER}/${path.parse(name).name}`,
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
