import { AppError } from '@/lib/server/errors';
import { IMAGE_REFUSALS, type ImageRefusal } from '@/lib/shared/image-refusal';

/** The failure that says why a picture is not taken: `unsupported_type` or `too_large`. */
export function refuseImage(reason: ImageRefusal, cause?: unknown): AppError {
  const { code, message } = IMAGE_REFUSALS[reason];
  return new AppError(code, message, { reason, cause });
}
