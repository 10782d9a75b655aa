import type { Sharp } from 'sharp';
import type { HeifInfo } from '@/lib/server/images/decoder/heif-boxes';

/** How pixels become upright: first mirrored left to right or not, then turned clockwise. */
export interface Orientation {
  isMirrored: boolean;
  quarterTurns: number;
}

export const UPRIGHT: Orientation = { isMirrored: false, quarterTurns: 0 };

/** By EXIF's number, 1 to 8. */
const BY_EXIF: Record<number, Orientation> = {
  2: { isMirrored: true, quarterTurns: 0 },
  3: { isMirrored: false, quarterTurns: 2 },
  4: { isMirrored: true, quarterTurns: 2 },
  5: { isMirrored: true, quarterTurns: 3 },
  6: { isMirrored: false, quarterTurns: 1 },
  7: { isMirrored: true, quarterTurns: 1 },
  8: { isMirrored: false, quarterTurns: 3 },
};

export const exifOrientation = (number: number | undefined): Orientation =>
  BY_EXIF[number ?? 1] ?? UPRIGHT;

const turn = (turns: number): number => ((turns % 4) + 4) % 4;

/** Of a HEIC, whose turns and mirrorings follow each other. */
export function heifOrientation(transforms: HeifInfo['transforms']): Orientation {
  let { isMirrored, quarterTurns } = UPRIGHT;
  for (const step of transforms) {
    if ('turnsLeft' in step) {
      quarterTurns = turn(quarterTurns - step.turnsLeft);
    } else {
      // Mirroring after a turn is the opposite turn after mirroring; top to bottom is half a turn more.
      isMirrored = !isMirrored;
      quarterTurns = turn((step.mirror === 'top-bottom' ? 2 : 0) - quarterTurns);
    }
  }
  return { isMirrored, quarterTurns };
}

/** Mirrors and turns; sharp does both after a resize that comes before in the chain. */
export function orient(image: Sharp, { isMirrored, quarterTurns }: Orientation): Sharp {
  const mirrored = isMirrored ? image.flop() : image;
  return quarterTurns === 0 ? mirrored : mirrored.rotate(quarterTurns * 90);
}
