/** Progress as a bar; `value` goes from 0 to 1. */
export function ProgressBar({ value, label }: { value: number; label: string }) {
  const percent = Math.round(Math.min(Math.max(value, 0), 1) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      className="h-2 w-full overflow-hidden rounded-full bg-sunken ring-1 ring-control ring-inset"
    >
      <div
        style={{ width: `${Math.max(percent, 2)}%` }}
        className="h-full rounded-full bg-accent-solid transition-[width] forced-colors:bg-[Highlight]"
      />
    </div>
  );
}
