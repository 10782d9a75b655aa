import { open } from 'node:fs/promises';
import { AppError } from '@/lib/server/errors';
import type { DecodeKind, ProcessedImage } from '@/lib/server/images/decoder/task';
import { DecoderCrashError, DecoderLimitError } from '@/lib/server/images/decoder-process';
import { DecoderQueue } from '@/lib/server/images/decoder-queue';
import { refuseImage } from '@/lib/server/images/refuse-image';
import type { ImageSource } from '@/lib/server/images/source';
import { log } from '@/lib/server/log';
import { watchQueue } from '@/lib/server/metrics';
import { singleton } from '@/lib/server/singleton';
import { detectImageFormat, IMAGE_HEAD_BYTES } from '@/lib/shared/image-format';
import { IMAGE_MAX_BYTES } from '@/lib/shared/limits';

export type { ProcessedImage };

function makeQueue(): DecoderQueue {
  const made = new DecoderQueue();
  watchQueue('pictures', () => made.size);
  return made;
}

const queue = (): DecoderQueue => singleton('image-decoder', makeQueue);

async function readHead(source: ImageSource): Promise<Uint8Array> {
  if ('bytes' in source) return source.bytes.subarray(0, IMAGE_HEAD_BYTES);
  const file = await open(source.path);
  try {
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(IMAGE_HEAD_BYTES),
      0,
      IMAGE_HEAD_BYTES,
    );
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function decodeImage(
  source: ImageSource,
  kind: DecodeKind,
  owner: string,
): Promise<ProcessedImage> {
  if ('bytes' in source && source.bytes.length > IMAGE_MAX_BYTES) {
    throw refuseImage('too_many_bytes');
  }
  const format = detectImageFormat(await readHead(source));
  if (!format) throw refuseImage('not_a_picture');
  const isHeic = format === 'heic';
  try {
    const answer = await queue().run(owner, { source, kind }, { isHeic });
    if ('image' in answer) return answer.image;
    if ('refusal' in answer) throw refuseImage(answer.refusal, answer.detail);
    throw new AppError('internal', undefined, { cause: new Error(answer.failure) });
  } catch (error) {
    if (error instanceof DecoderLimitError) {
      log().warn({ limit: error.message, format }, 'image.too_costly');
      throw refuseImage('too_costly', error);
    }
    // A decoder crashes only on data that no valid picture contains.
    if (error instanceof DecoderCrashError && error.signal) {
      log().error({ err: error, format }, 'image.decoder_crashed');
      throw refuseImage('damaged', error);
    }
    throw error;
  }
}

/**
 * Decodes an image and encodes it anew: upright, in sRGB, without metadata, at most 2048 pixels a side
 * (long screenshots keep a readable width), GIF and WebP animations kept. It happens in a process of
 * its own, one picture at a time; those of one `owner` wait behind others'. Throws `too_large` and
 * `unsupported_type` with the reason, `unavailable` when too many wait.
 */
export function processImage(source: ImageSource, owner = ''): Promise<ProcessedImage> {
  return decodeImage(source, 'image', owner);
}

/** Makes a square picture of a person of any image; an animation is stilled. Throws as processImage. */
export function processAvatar(source: ImageSource, owner = ''): Promise<ProcessedImage> {
  return decodeImage(source, 'avatar', owner);
}

/** Makes a small picture of the one that a page shows of itself; an animation is stilled. Throws as processImage. */
export function processPreview(source: ImageSource, owner = ''): Promise<ProcessedImage> {
  return decodeImage(source, 'preview', owner);
}

/** Ends the decoding process. */
export function closeImages(): void {
  queue().close();
}
