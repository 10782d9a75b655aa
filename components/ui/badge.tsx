/** A count; `label` says what it counts to those who cannot see where it stands. */
export function Badge({ count, label }: { count: number; label: string }) {
  return (
    <span
      data-badge
      className="inline-flex h-5 min-w-5 shrink-0 items-center justify-center rounded-full bg-accent-solid px-1.5 text-meta font-semibold text-on-accent tabular-nums"
    >
      <span aria-hidden="true">{count > 999 ? '999+' : count}</span>
      <span className="sr-only">{label}</span>
    </span>
  );
}
