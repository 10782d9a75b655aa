import { type Crop, cropBounds, cropSide } from '@/components/profile/crop';
import { AVATAR_SIDE_PIXELS } from '@/lib/shared/limits';

/** Larger previews look no better and cost memory. */
const PREVIEW_MAX_SIDE_PIXELS = 1600;
const QUALITY = 0.92;

/** Puts the whole picture on a canvas, small enough to be moved around smoothly. */
export function drawPreview(canvas: HTMLCanvasElement, picture: ImageBitmap): void {
  const scale = Math.min(1, PREVIEW_MAX_SIDE_PIXELS / Math.max(picture.width, picture.height));
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext('2d');
  if (!context) return;
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
}

/**
 * The square that the frame shows, as a file of its own: never enlarged, at most the size that is
 * stored. WebP, or PNG from browsers that cannot write that. Null when the browser has no memory left.
 */
export async function cutPicture(picture: ImageBitmap, crop: Crop): Promise<File | null> {
  const side = Math.max(1, Math.min(AVATAR_SIDE_PIXELS, Math.round(cropSide(crop, picture))));
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext('2d');
  if (!context) return null;
  const { view, turns } = crop;
  const shown = cropBounds(picture, 0).picture;
  const width = shown.width * view.zoom * side;
  const height = shown.height * view.zoom * side;
  context.imageSmoothingQuality = 'high';
  context.translate(side / 2 + view.x * side, side / 2 + view.y * side);
  context.rotate((turns * Math.PI) / 2);
  context.drawImage(picture, -width / 2, -height / 2, width, height);
  const blob = await new Promise<Blob | null>((resolve) =>
    canvas.toBlob(resolve, 'image/webp', QUALITY),
  );
  if (!blob) return null;
  const extension = blob.type === 'image/webp' ? 'webp' : 'png';
  return new File([blob], `picture.${extension}`, { type: blob.type });
}
