import { createHash, randomBytes } from 'node:crypto';
import { WAVEFORM_COUNT, WAVEFORM_MAX } from '@/lib/shared/limits';
import { WEBM } from '../support/files';
import type { Random } from '../support/random';

/** What goes with a message besides its text. */
export type Attachment =
  | { kind: 'image'; file: File }
  | { kind: 'file'; file: File }
  | { kind: 'voice'; blob: Blob; durationMs: number; waveform: number[] };

const IMAGE_SHARE = 0.004;
const FILE_SHARE = 0.02;
const VOICE_SHARE = 0.01;
const SIZE_MAX_BYTES = 400_000;
/** Of files: these come in two parts, since one holds 8 MB. */
const LARGE_SHARE = 0.01;
const LARGE_BYTES = 9 * 1024 * 1024;
const VOICE_MAX_MS = 120_000;
/** The smallest PNG there is: one pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** What one message carries; null for most, which are texts alone. */
export function drawAttachment(number: number, random: Random): Attachment | null {
  const share = random.next();
  if (share < IMAGE_SHARE) {
    return { kind: 'image', file: new File([PIXEL], 'pixel.png', { type: 'image/png' }) };
  }
  if (share < IMAGE_SHARE + FILE_SHARE) {
    const bytes = random.chance(LARGE_SHARE) ? LARGE_BYTES : drawSize(random);
    return { kind: 'file', file: new File([randomBytes(bytes)], `report ${number}.bin`) };
  }
  if (share < IMAGE_SHARE + FILE_SHARE + VOICE_SHARE) {
    return {
      kind: 'voice',
      blob: new Blob([WEBM, randomBytes(drawSize(random))], { type: 'audio/webm' }),
      durationMs: Math.ceil(random.between(0, VOICE_MAX_MS)) || 1,
      waveform: Array.from({ length: WAVEFORM_COUNT }, () => random.index(WAVEFORM_MAX + 1)),
    };
  }
  return null;
}

/** Small ones are as frequent as large ones. */
const drawSize = (random: Random): number => Math.floor(SIZE_MAX_BYTES ** random.next());

export const sha256 = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');
