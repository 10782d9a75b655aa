import { drawWhole, toImageFile } from '@/lib/client/platform/canvas-image';
import { detectImageFormat, isAnimation, isStilledAnimation } from '@/lib/shared/image-format';
import type { ImageRefusal } from '@/lib/shared/image-refusal';
import { IMAGE_MAX_BYTES } from '@/lib/shared/limits';
import { storedLongSide } from '@/lib/shared/stored-size';

export type PreparedImage =
  /** `isStilled`: it is an animation of which only the first image will be kept. */
  { file: File; isStilled: boolean } | { refusal: ImageRefusal };

/** Profiles may stand before the mark of an animation. */
const HEAD_BYTES = 256 * 1024;
const QUALITY = 0.9;
/** A larger AVIF would cost the server too much memory; see `AVIF_MAX_BYTES` there. */
const AVIF_MAX_PIXELS = 7_500_000;

/**
 * Looks at a chosen file by its first bytes, as names and types are often wrong, and makes a picture
 * smaller that is too large to send. What this browser cannot draw goes as it is. Never rejects.
 */
export async function prepareImage(file: File): Promise<PreparedImage> {
  try {
    const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
    const format = detectImageFormat(head);
    if (!format) return { refusal: 'not_a_picture' };
    const isLarge = file.size > IMAGE_MAX_BYTES;
    const prepared = { file, isStilled: isStilledAnimation(head) };
    if (!isLarge && format !== 'avif') return prepared;
    // Drawing an animation would keep its first image only.
    if (isAnimation(head)) return isLarge ? { refusal: 'too_many_bytes' } : prepared;
    const smaller = await drawSmaller(file, { always: isLarge });
    if (smaller) return { ...prepared, file: smaller };
    return isLarge ? { refusal: 'too_many_bytes' } : prepared;
  } catch {
    // Mostly a file that can no longer be read.
    return { refusal: 'damaged' };
  }
}

/** The picture at the size at which it will be stored; null when it cannot be drawn, or need not. */
async function drawSmaller(file: File, { always }: { always: boolean }): Promise<File | null> {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return null;
  try {
    const { width, height } = bitmap;
    if (!always && width * height <= AVIF_MAX_PIXELS) return null;
    const canvas = document.createElement('canvas');
    if (!drawWhole(canvas, bitmap, storedLongSide(bitmap))) return null;
    const smaller = await toImageFile(canvas, { name: file.name, quality: QUALITY });
    // Browsers that cannot write WebP write a PNG, which may be as large as what came in.
    return smaller && smaller.size <= IMAGE_MAX_BYTES ? smaller : null;
  } finally {
    bitmap.close();
  }
}
