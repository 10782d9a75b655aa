import { getConfig } from '@/lib/server/config';
import { requireDiskRoom } from '@/lib/server/data-dir/disk-space';
import { AppError, failFor } from '@/lib/server/errors';
import {
  type FilePart,
  IncomingFile,
  type ReceivedFile,
} from '@/lib/server/http/body/incoming-file';
import { takeUploadPlace } from '@/lib/server/http/body/upload-places';
import { refuseImage } from '@/lib/server/images/refuse-image';
import { IMAGE_MAX_BYTES } from '@/lib/shared/limits';

/** The one file a request may carry, from its first byte to its last. */
export class Upload {
  readonly #userId: string;
  readonly #anyFiles: readonly string[];
  #release: (() => void) | null = null;
  #file: IncomingFile | null = null;

  constructor(userId: string, anyFiles: readonly string[] = []) {
    this.#userId = userId;
    this.#anyFiles = anyFiles;
  }

  /** Throws `bad_request` for a second one, `rate_limited`, `unavailable`. */
  readonly open = async (part: FilePart): Promise<IncomingFile> => {
    if (this.#release) throw new AppError('bad_request', 'Only one file can be sent.');
    this.#release = takeUploadPlace(this.#userId);
    await requireDiskRoom(0);
    const limit = this.#anyFiles.includes(part.field)
      ? {
          maxBytes: getConfig().fileMaxBytes,
          tooLarge: () => failFor('too_large', 'file_too_large'),
        }
      : { maxBytes: IMAGE_MAX_BYTES, tooLarge: () => refuseImage('too_many_bytes') };
    this.#file = await IncomingFile.create(part, limit);
    return this.#file;
  };

  /** The file when all of it is there; null when there was none. */
  async finish(): Promise<ReceivedFile | null> {
    this.#release?.();
    return (await this.#file?.finish()) ?? null;
  }

  async discard(): Promise<void> {
    this.#release?.();
    await this.#file?.discard();
  }
}
