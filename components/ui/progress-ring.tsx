const LENGTH = 2 * Math.PI * 24;

/** Progress around the edge of what it lies in; `value` goes from 0 to 1. */
export function ProgressRing({ value, label }: { value: number; label: string }) {
  const shown = Math.min(Math.max(value, 0.03), 1);
  return (
    <svg
      viewBox="0 0 56 56"
      fill="none"
      role="progressbar"
      aria-label={label}
      aria-valuenow={Math.round(value * 100)}
      aria-valuemin={0}
      aria-valuemax={100}
      className="absolute inset-0 size-full -rotate-90"
    >
      <circle cx="28" cy="28" r="24" stroke="currentColor" strokeOpacity="0.25" strokeWidth="3" />
      <circle
        cx="28"
        cy="28"
        r="24"
        stroke="currentColor"
        strokeWidth="3"
        strokeLinecap="round"
        strokeDasharray={LENGTH}
        strokeDashoffset={LENGTH * (1 - shown)}
        className="transition-[stroke-dashoffset]"
      />
    </svg>
  );
}
