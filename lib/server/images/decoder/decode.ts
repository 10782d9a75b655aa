import { readFile } from 'node:fs/promises';
import sharp, { type ResizeOptions, type Sharp } from 'sharp';
import { type CodedColour, convertToSrgb, unmultiply } from '@/lib/server/images/decoder/colour';
import { decodeHeic, type Pixels } from '@/lib/server/images/decoder/heic';
import type { HeifInfo } from '@/lib/server/images/decoder/heif-boxes';
import { type Inspected, inspect, stillOf } from '@/lib/server/images/decoder/inspect';
import { orient, UPRIGHT } from '@/lib/server/images/decoder/orientation';
import { withIccProfile } from '@/lib/server/images/decoder/png-chunks';
import { Refusal } from '@/lib/server/images/decoder/refusal';
import type { DecodeKind, ProcessedImage } from '@/lib/server/images/decoder/task';
import type { ImageSource } from '@/lib/server/images/source';
import {
  ANIMATION_MAX_PIXELS,
  AVATAR_SIDE_PIXELS,
  IMAGE_MAX_BYTES,
  IMAGE_MAX_PIXELS,
  PREVIEW_SIDE_PIXELS,
} from '@/lib/shared/limits';
import { storedLongSide } from '@/lib/shared/stored-size';

const PLACEHOLDER_SIDE_PIXELS = 16;
const WEBP_QUALITY = 84;
/** Larger ones (long screenshots) are packed less tightly, so that they do not take seconds. */
const CAREFUL_MAX_PIXELS = 6_000_000;

// One picture at a time, none of them twice: memory counts for more than speed.
sharp.cache(false);
sharp.concurrency(1);

/** Reads, scales and encodes a picture; see `processImage`. Throws Refusal. */
export async function decode(source: ImageSource, kind: DecodeKind): Promise<ProcessedImage> {
  const bytes = 'path' in source ? await readFile(source.path) : source.bytes;
  if (bytes.length > IMAGE_MAX_BYTES) throw new Refusal('too_many_bytes');
  const inspected = await inspect(bytes);
  try {
    if (kind === 'image' && inspected.frames > 1) return await encodeAnimation(bytes, inspected);
    return await encodeStill(bytes, inspected, kind);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('damaged', error);
  }
}

function open(bytes: Uint8Array, { format }: Inspected): Sharp {
  return sharp(stillOf(bytes, format), {
    limitInputPixels: IMAGE_MAX_PIXELS,
    sequentialRead: true,
    // A photo whose end is missing is shown by browsers as far as it goes; other kinds have checksums.
    failOn: format === 'jpeg' ? 'none' : 'error',
  });
}

const fromPixels = ({ data, width, height, channels }: Pixels): Sharp =>
  sharp(data, { raw: { width, height, channels }, limitInputPixels: IMAGE_MAX_PIXELS });

function targetSize(inspected: Inspected, kind: DecodeKind): ResizeOptions {
  if (kind === 'avatar') {
    return { width: AVATAR_SIDE_PIXELS, height: AVATAR_SIDE_PIXELS, fit: 'cover' };
  }
  const side =
    kind === 'preview'
      ? Math.min(PREVIEW_SIDE_PIXELS, storedLongSide(inspected))
      : storedLongSide(inspected);
  return { width: side, height: side, fit: 'inside', withoutEnlargement: true };
}

async function encodeStill(
  bytes: Uint8Array,
  inspected: Inspected,
  kind: DecodeKind,
): Promise<ProcessedImage> {
  const size = targetSize(inspected, kind);
  const scaled =
    inspected.format === 'heic'
      ? await scaleHeic(bytes, inspected, { size, longSide: storedLongSide(inspected) })
      : await scale(bytes, inspected, size);
  const { data, info } = await scaled.toBuffer({ resolveWithObject: true });
  return {
    bytes: data,
    extension: 'webp',
    width: info.width,
    height: info.height,
    placeholder: await makePlaceholder(data),
  };
}

const toWebp = (image: Sharp, pixels: number): Sharp =>
  image.webp({ quality: WEBP_QUALITY, effort: pixels > CAREFUL_MAX_PIXELS ? 2 : 4 });

async function scaleHeic(
  bytes: Uint8Array,
  inspected: Inspected,
  { size, longSide }: { size: ResizeOptions; longSide: number },
): Promise<Sharp> {
  const { heif, colour, orientation } = inspected;
  if (!heif) throw new Refusal('damaged');
  const { pixels, isUpright } = await decodeHeic(bytes, heif, longSide);
  const resized = fromPixels(pixels).resize(size);
  const coloured = await withColour(resized, { icc: heif.icc, colour });
  return toWebp(orient(coloured, isUpright ? UPRIGHT : orientation), longSide ** 2 / 2);
}

async function scale(bytes: Uint8Array, inspected: Inspected, size: ResizeOptions): Promise<Sharp> {
  const { heif, colour, orientation, isDeepRgb } = inspected;
  const pixels = storedPixels(inspected);
  if (heif?.isPremultiplied) {
    const straight = await readUnmultiplied(bytes, inspected);
    const coloured = await withColour(straight.resize(size), { icc: heif.icc, colour });
    return toWebp(coloured, pixels);
  }
  const resized = open(bytes, inspected).resize(size);
  if (colour) return toWebp(orient(await withColour(resized, { colour }), orientation), pixels);
  // For 16 bits sharp works in a wide colour space and forgets to leave it again.
  const working = isDeepRgb ? resized.pipelineColourspace('srgb') : resized;
  return toWebp(orient(working, orientation), pixels);
}

function storedPixels({ width, height }: Inspected): number {
  const scaling = storedLongSide({ width, height }) / Math.max(width, height);
  return width * height * scaling ** 2;
}

/** Brings pixels into sRGB, by the profile or the numbers that the file came with. */
async function withColour(
  image: Sharp,
  { icc, colour }: { icc?: HeifInfo['icc']; colour: CodedColour | null },
): Promise<Sharp> {
  if (icc) {
    const png = await image.png({ compressionLevel: 0 }).toBuffer();
    return sharp(withIccProfile(png, icc));
  }
  if (!colour) return image;
  const { data, info } = await image
    .toColourspace('rgb16')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  const channels = info.channels === 4 ? 4 : 3;
  const deep = new Uint16Array(data.buffer, data.byteOffset, data.length / 2);
  return fromPixels({
    data: convertToSrgb(deep, channels, colour),
    width: info.width,
    height: info.height,
    channels,
  });
}

async function readUnmultiplied(bytes: Uint8Array, inspected: Inspected): Promise<Sharp> {
  const { data, info } = await open(bytes, inspected)
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  unmultiply(data);
  return fromPixels({ data, width: info.width, height: info.height, channels: 4 });
}

async function encodeAnimation(bytes: Uint8Array, inspected: Inspected): Promise<ProcessedImage> {
  const { format } = inspected;
  const side = storedLongSide(inspected);
  const scaled = sharp(bytes, {
    animated: true,
    limitInputPixels: ANIMATION_MAX_PIXELS,
    sequentialRead: true,
    failOn: 'error',
  }).resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true });
  const extension = format === 'gif' ? 'gif' : 'webp';
  const encoded =
    extension === 'gif'
      ? scaled.gif({ effort: 1 })
      : scaled.webp({ quality: WEBP_QUALITY, effort: 2 });
  const { data, info } = await encoded.toBuffer({ resolveWithObject: true });
  return {
    bytes: data,
    extension,
    width: info.width,
    height: info.pageHeight ?? info.height,
    placeholder: await makePlaceholder(data),
  };
}

async function makePlaceholder(bytes: Buffer): Promise<string> {
  const tiny = await sharp(bytes)
    .resize(PLACEHOLDER_SIDE_PIXELS, PLACEHOLDER_SIDE_PIXELS, { fit: 'inside' })
    .webp({ quality: 40 })
    .toBuffer();
  return `data:image/webp;base64,${tiny.toString('base64')}`;
}
