import { WAVEFORM_COUNT, WAVEFORM_MAX } from '@/lib/shared/limits';

/** What is softer than this all along is not drawn as if it was loud. */
const LOUD_MIN = 0.02;

/** The root of the mean square: how loud a stretch sounds, from 0 to 1. */
export function loudnessOf(samples: ArrayLike<number>, from = 0, to = samples.length): number {
  let sum = 0;
  for (let index = from; index < to; index++) {
    const value = samples[index] ?? 0;
    sum += value * value;
  }
  return to > from ? Math.sqrt(sum / (to - from)) : 0;
}

/**
 * How loud a recording is from its beginning to its end, in 64 steps from 0 to 255, of which its loudest
 * is 255. Takes its samples, or how loud it was from time to time.
 */
export function waveformOf(samples: ArrayLike<number>): number[] {
  const steps = Array.from({ length: WAVEFORM_COUNT }, (_, step) => {
    const from = Math.floor((step * samples.length) / WAVEFORM_COUNT);
    const to = Math.floor(((step + 1) * samples.length) / WAVEFORM_COUNT);
    return loudnessOf(samples, from, Math.min(Math.max(to, from + 1), samples.length));
  });
  const loudest = Math.max(LOUD_MIN, ...steps);
  return steps.map((loudness) => Math.round((loudness / loudest) * WAVEFORM_MAX));
}

const DRAWN_COUNT = 40;
/** Speech near the microphone: higher bars would say nothing more. */
const LOUD_SPEECH = 0.25;

/** The last few levels, as a meter draws them from the right: from 0 to 255. */
export function levelsToDraw(levels: readonly number[]): number[] {
  const recent = levels
    .slice(-DRAWN_COUNT)
    .map((level) => Math.round(Math.min(1, level / LOUD_SPEECH) * WAVEFORM_MAX));
  return [...Array.from({ length: DRAWN_COUNT - recent.length }, () => 0), ...recent];
}
