import { classNames } from '@/components/ui/class-names';
import { WAVEFORM_MAX } from '@/lib/shared/limits';

const STEP = 3;
const HEIGHT = 28;
/** What is silent is a dot. */
const BAR_MIN = 0.01;

/** Strokes for the bars numbered `from` to before `to`. */
function barsOf(waveform: readonly number[], from: number, to: number): string {
  return waveform
    .slice(from, to)
    .map((value, index) => {
      const half = Math.max(BAR_MIN, ((value / WAVEFORM_MAX) * (HEIGHT - 2)) / 2);
      return `M${(from + index) * STEP + 1.5} ${HEIGHT / 2 - half}v${half * 2}`;
    })
    .join('');
}

interface WaveformProps {
  /** From 0 to 255. */
  waveform: readonly number[];
  /** How much of it is behind one, from 0 to 1. */
  progress: number;
  className?: string;
}

/** How loud it is from beginning to end, what has been heard in full colour. */
export function Waveform({ waveform, progress, className }: WaveformProps) {
  const heard = Math.round(progress * waveform.length);
  return (
    <svg
      viewBox={`0 0 ${waveform.length * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      className={classNames('h-7', className)}
    >
      <path d={barsOf(waveform, 0, heard)} />
      <path d={barsOf(waveform, heard, waveform.length)} opacity="0.45" />
    </svg>
  );
}
