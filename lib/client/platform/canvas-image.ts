/** The long side of a preview: larger ones look no better and cost memory. */
export const PREVIEW_LONG_SIDE_PIXELS = 1600;

/**
 * Puts the whole picture on a canvas, which takes its size: the long side as given, never more than the
 * picture has. False when the browser has no memory left for it.
 */
export function drawWhole(
  canvas: HTMLCanvasElement,
  picture: ImageBitmap,
  longSidePixels: number,
): boolean {
  const scale = Math.min(1, longSidePixels / Math.max(picture.width, picture.height));
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext('2d');
  if (!context) return false;
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return true;
}

/**
 * What is on a canvas as a file, called like the one it was made of. WebP, or PNG from browsers that cannot
 * write that. Null when the browser has no memory left.
 */
export async function toImageFile(
  canvas: HTMLCanvasElement,
  { name, quality }: { name: string; quality: number },
): Promise<File | null> {
  const blob = await new Promise<Blob | null>((resolve) =>
    canvas.toBlob(resolve, 'image/webp', quality),
  );
  if (!blob) return null;
  const stem = name.replace(/\.[^.]*$/, '') || 'picture';
  return new File([blob], `${stem}.${blob.type.slice('image/'.length)}`, { type: blob.type });
}
