import sharp from 'sharp';
import { type CodedColour, heifColour, pngColour } from '@/lib/server/images/decoder/colour';
import { type HeifInfo, readHeif } from '@/lib/server/images/decoder/heif-boxes';
import {
  exifOrientation,
  heifOrientation,
  type Orientation,
  UPRIGHT,
} from '@/lib/server/images/decoder/orientation';
import { readPng } from '@/lib/server/images/decoder/png-chunks';
import { Refusal } from '@/lib/server/images/decoder/refusal';
import { detectImageFormat, type ImageFormat } from '@/lib/shared/image-format';
import {
  ANIMATION_MAX_PIXELS,
  IMAGE_MAX_FRAMES,
  IMAGE_MAX_INPUT_SIDE_PIXELS,
  IMAGE_MAX_PIXELS,
} from '@/lib/shared/limits';

/** What is known of a picture before one pixel of it is decoded. */
export interface Inspected {
  format: ImageFormat;
  width: number;
  height: number;
  frames: number;
  orientation: Orientation;
  colour: CodedColour | null;
  /** RGB of more than 8 bits a channel. */
  isDeepRgb: boolean;
  heif: HeifInfo | null;
}

/**
 * What decoding an AVIF may take, in bytes. libheif and its AV1 decoder hold the whole picture several
 * times over: 15 bytes a pixel of 4:2:0, 18 of 4:4:4, a third more for 10 bits (measured with sharp
 * 0.35). Larger ones a browser makes smaller before it sends them.
 */
const AVIF_MAX_BYTES = 190_000_000;
/** A HEIC in one piece: about 7 bytes a pixel. Cameras write tiles, which cost little however many. */
const HEIC_WHOLE_MAX_PIXELS = 24_000_000;

function avifBytes({ width, height, av1, isPremultiplied }: HeifInfo): number {
  const samples = av1?.isSubsampled ? 1.5 : 3;
  const bytes = (12 + 2 * samples) * (av1?.isDeep ? 4 / 3 : 1);
  // Dividing by alpha happens at full size.
  return width * height * (bytes + (isPremultiplied ? 4 : 0));
}

function requireSize(size: { width: number; height: number; frames: number }): void {
  const { width, height, frames } = size;
  if (Math.max(width, height) > IMAGE_MAX_INPUT_SIDE_PIXELS) throw new Refusal('side_too_long');
  if (width * height > IMAGE_MAX_PIXELS) throw new Refusal('too_many_pixels');
  if (frames > IMAGE_MAX_FRAMES) throw new Refusal('too_many_frames');
  if (frames > 1 && width * height * frames > ANIMATION_MAX_PIXELS) {
    throw new Refusal('animation_too_large');
  }
}

function inspectHeif(format: 'avif' | 'heic', bytes: Uint8Array): Inspected {
  const heif = readHeif(bytes);
  const { width, height } = heif;
  requireSize({ width, height, frames: 1 });
  const isWhole = !heif.isGrid || heif.hasCrop;
  const isTooCostly =
    format === 'avif'
      ? avifBytes(heif) > AVIF_MAX_BYTES
      : isWhole && width * height > HEIC_WHOLE_MAX_PIXELS;
  if (isTooCostly) throw new Refusal('too_costly');
  return {
    format,
    width,
    height,
    frames: 1,
    // libvips turns an AVIF while it decodes it.
    orientation: format === 'heic' ? heifOrientation(heif.transforms) : UPRIGHT,
    colour: heifColour(heif),
    isDeepRgb: false,
    heif,
  };
}

/** Reads a picture's header and compares it with the limits. Throws Refusal. */
export async function inspect(bytes: Uint8Array): Promise<Inspected> {
  const format = detectImageFormat(bytes);
  // Nothing else may reach a decoder: libvips would read SVG, TIFF or PDF as well.
  if (!format) throw new Refusal('not_a_picture');
  try {
    const known = format === 'avif' || format === 'heic' ? inspectHeif(format, bytes) : null;
    if (known && format === 'heic') return known;
    if (format === 'jpeg' && !hasScan(bytes)) throw new Refusal('damaged');
    const png = format === 'png' ? readPng(bytes) : null;
    if (png) requireSize({ ...png, frames: 1 });
    // libvips reads the head alone; there is no limit yet, to tell what is too large from what is damaged.
    const metadata = await sharp(stillOf(bytes, format), {
      animated: true,
      limitInputPixels: false,
    }).metadata();
    const { width, height = 0, pages = 1, pageHeight = height } = metadata;
    if (!known) requireSize({ width, height: pageHeight, frames: pages });
    return {
      format,
      width,
      height: pageHeight,
      frames: pages,
      // Browsers heed it in these alone; what stands upright in a WebP is to stay so.
      orientation:
        format === 'jpeg' || format === 'png' ? exifOrientation(metadata.orientation) : UPRIGHT,
      colour: known?.colour ?? (png && pngColour(png)),
      isDeepRgb: metadata.space === 'rgb16',
      heif: known?.heif ?? null,
    };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('damaged', error);
  }
}

const SCAN_MARKER = 0xda;

/** Whether a JPEG goes as far as its pixels. Decoders paint one grey that ends before. */
function hasScan(bytes: Uint8Array): boolean {
  let at = 2;
  while (at + 4 <= bytes.length) {
    const marker = bytes[at + 1];
    // Any number of fill bytes may come before a marker.
    if (bytes[at] === 0xff && marker === 0xff) {
      at++;
      continue;
    }
    if (bytes[at] !== 0xff) return false;
    const end = at + 2 + (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0);
    if (marker === SCAN_MARKER) return end < bytes.length;
    at = end;
  }
  return false;
}

const AVIF_BRAND = Buffer.from('avif');

/**
 * The file as libvips takes it: an animated AVIF has a still picture inside as well, which only its
 * brand hides.
 */
export function stillOf(bytes: Uint8Array, format: ImageFormat): Uint8Array {
  const isAnimatedAvif =
    format === 'avif' && String.fromCharCode(...bytes.subarray(8, 12)) === 'avis';
  if (!isAnimatedAvif) return bytes;
  const copy = Buffer.from(bytes);
  AVIF_BRAND.copy(copy, 8);
  return copy;
}
