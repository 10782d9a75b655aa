import { stat } from 'node:fs/promises';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { AppError } from '@/lib/server/errors';
import type { ImageSource } from '@/lib/server/images/source';
import {
  AVATAR_SIDE_PIXELS,
  IMAGE_MAX_BYTES,
  IMAGE_MAX_PIXELS,
  IMAGE_MAX_SIDE_PIXELS,
} from '@/lib/shared/limits';

export interface ProcessedImage {
  bytes: Buffer;
  extension: 'webp' | 'gif';
  width: number;
  height: number;
  /** A few pixels as a data URL, to show until the image is there. */
  placeholder: string;
}

/** The formats that are taken, by what decoding says; the name and the declared type count for nothing. */
const FORMATS = new Set(['png', 'jpeg', 'webp', 'gif', 'avif']);
const PLACEHOLDER_SIDE_PIXELS = 16;
const WEBP_QUALITY = 84;

const unsupported = (cause?: unknown) =>
  new AppError('unsupported_type', 'Please choose a PNG, JPEG, WebP, GIF or AVIF image.', {
    cause,
  });

const tooLarge = (what: string) =>
  new AppError('too_large', `The image is too large: at most ${what}.`);

/** What sharp opens. */
const input = (source: ImageSource) => ('path' in source ? source.path : source.bytes);

const sizeOf = async (source: ImageSource): Promise<number> =>
  'path' in source ? (await stat(source.path)).size : source.bytes.length;

function open(source: ImageSource): Sharp {
  // Nothing is decoded past the limit, so a tiny file that unfolds into gigapixels costs nothing.
  return sharp(input(source), {
    animated: true,
    limitInputPixels: IMAGE_MAX_PIXELS,
    failOn: 'error',
  });
}

async function readMetadata(source: ImageSource): Promise<Metadata> {
  if ((await sizeOf(source)) > IMAGE_MAX_BYTES)
    throw tooLarge(`${IMAGE_MAX_BYTES / 1024 / 1024} MB`);
  let metadata: Metadata;
  try {
    // No pixel limit while reading the header, to tell "too large" from "not an image".
    metadata = await sharp(input(source), { animated: true, limitInputPixels: false }).metadata();
  } catch (error) {
    throw unsupported(error);
  }
  const format =
    metadata.format === 'heif' && metadata.compression === 'av1' ? 'avif' : metadata.format;
  if (!FORMATS.has(format)) throw unsupported();
  if (metadata.width * metadata.height > IMAGE_MAX_PIXELS) {
    throw tooLarge(`${IMAGE_MAX_PIXELS / 1_000_000} megapixels`);
  }
  return metadata;
}

async function encode(image: Sharp, extension: ProcessedImage['extension']) {
  try {
    const encoded = extension === 'gif' ? image.gif() : image.webp({ quality: WEBP_QUALITY });
    return await encoded.toBuffer({ resolveWithObject: true });
  } catch (error) {
    throw unsupported(error);
  }
}

async function makePlaceholder(bytes: Buffer): Promise<string> {
  const tiny = await sharp(bytes)
    .resize(PLACEHOLDER_SIDE_PIXELS, PLACEHOLDER_SIDE_PIXELS, { fit: 'inside' })
    .webp({ quality: 40 })
    .toBuffer();
  return `data:image/webp;base64,${tiny.toString('base64')}`;
}

/**
 * Decodes an image and encodes it anew: upright, without metadata, at most 2048 pixels a side, GIF
 * and WebP animations kept. Throws `too_large` (16 MB, 50 megapixels over all frames) and
 * `unsupported_type` for anything that is not a whole PNG, JPEG, WebP, GIF or AVIF.
 */
export async function processImage(source: ImageSource): Promise<ProcessedImage> {
  const metadata = await readMetadata(source);
  const isAnimated = (metadata.pages ?? 1) > 1;
  const extension = isAnimated && metadata.format === 'gif' ? 'gif' : 'webp';
  const upright = isAnimated ? open(source) : open(source).autoOrient();
  const resized = upright.resize(IMAGE_MAX_SIDE_PIXELS, IMAGE_MAX_SIDE_PIXELS, {
    fit: 'inside',
    withoutEnlargement: true,
  });
  const { data, info } = await encode(resized, extension);
  return {
    bytes: data,
    extension,
    width: info.width,
    height: info.pageHeight ?? info.height,
    placeholder: await makePlaceholder(data),
  };
}

/** Makes a square picture of a person of any image; an animation is stilled. Throws as processImage. */
export async function processAvatar(source: ImageSource): Promise<ProcessedImage> {
  await readMetadata(source);
  const square = sharp(input(source), { limitInputPixels: IMAGE_MAX_PIXELS, failOn: 'error' })
    .autoOrient()
    .resize(AVATAR_SIDE_PIXELS, AVATAR_SIDE_PIXELS, { fit: 'cover' });
  const { data, info } = await encode(square, 'webp');
  return {
    bytes: data,
    extension: 'webp',
    width: info.width,
    height: info.height,
    placeholder: await makePlaceholder(data),
  };
}
