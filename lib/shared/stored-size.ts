import { IMAGE_MAX_SIDE_PIXELS, LONG_IMAGE_SHORT_SIDE_PIXELS } from '@/lib/shared/limits';

/** WebP has no longer side. */
const WEBP_MAX_SIDE_PIXELS = 16_383;
const LONG_RATIO = 2;

/**
 * The longer side, in pixels, at which a picture is stored: 2048, or what keeps the text of a long
 * screenshot readable (its short side at 1080, or as it is). Never more than it has.
 */
export function storedLongSide({ width, height }: { width: number; height: number }): number {
  const longSide = Math.max(width, height);
  const shortSide = Math.min(width, height);
  let scale = IMAGE_MAX_SIDE_PIXELS / longSide;
  if (longSide > LONG_RATIO * shortSide) {
    scale = Math.max(scale, LONG_IMAGE_SHORT_SIDE_PIXELS / shortSide);
  }
  return Math.min(longSide, WEBP_MAX_SIDE_PIXELS, Math.round(longSide * Math.min(1, scale)));
}
