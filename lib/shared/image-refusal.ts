import {
  IMAGE_MAX_BYTES,
  IMAGE_MAX_FRAMES,
  IMAGE_MAX_INPUT_SIDE_PIXELS,
  IMAGE_MAX_PIXELS,
} from '@/lib/shared/limits';

/** Why a picture is not taken, each with the status it is answered with and the words of the API. */
export const IMAGE_REFUSALS = {
  not_a_picture: {
    code: 'unsupported_type',
    message: 'Please choose a PNG, JPEG, WebP, GIF, AVIF or HEIC image.',
  },
  damaged: { code: 'unsupported_type', message: 'The image is damaged and cannot be read.' },
  too_many_bytes: {
    code: 'too_large',
    message: `The image is too large: at most ${IMAGE_MAX_BYTES / 1024 / 1024} MB.`,
  },
  side_too_long: {
    code: 'too_large',
    message: `The image is too large: at most ${IMAGE_MAX_INPUT_SIDE_PIXELS} pixels a side.`,
  },
  too_many_pixels: {
    code: 'too_large',
    message: `The image is too large: at most ${IMAGE_MAX_PIXELS / 1_000_000} megapixels.`,
  },
  too_many_frames: {
    code: 'too_large',
    message: `The animation is too long: at most ${IMAGE_MAX_FRAMES} frames.`,
  },
  animation_too_large: {
    code: 'too_large',
    message: 'The animation is too long for its size: fewer frames or a smaller picture will do.',
  },
  too_costly: {
    code: 'too_large',
    message: 'Reading the image takes too much time or memory; a smaller one will do.',
  },
} as const;

export type ImageRefusal = keyof typeof IMAGE_REFUSALS;
