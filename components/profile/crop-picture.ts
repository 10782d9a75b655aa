import { type Crop, cropBounds, cropSide } from '@/components/profile/crop';
import { toImageFile } from '@/lib/client/platform/canvas-image';
import { AVATAR_SIDE_PIXELS } from '@/lib/shared/limits';

const QUALITY = 0.92;

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
  return toImageFile(canvas, { name: 'picture', quality: QUALITY });
}
