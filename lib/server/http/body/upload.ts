import { AppError } from '@/lib/server/errors';
import { IncomingFile, type ReceivedFile } from '@/lib/server/http/body/incoming-file';
import { takeUploadPlace } from '@/lib/server/http/body/upload-places';
import { IMAGE_MAX_BYTES } from '@/lib/shared/limits';

/** The one file a request may carry, from its first byte to its last. */
export class Upload {
  readonly #userId: string;
  #release: (() => void) | null = null;
  #file: IncomingFile | null = null;

  constructor(userId: string) {
    this.#userId = userId;
  }

  /** Throws `bad_request` for a second one, `rate_limited`, `unavailable`. */
  readonly open = async (): Promise<IncomingFile> => {
    if (this.#release) throw new AppError('bad_request', 'Only one file can be sent.');
    this.#release = takeUploadPlace(this.#userId);
    this.#file = await IncomingFile.create(IMAGE_MAX_BYTES);
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
