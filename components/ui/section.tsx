import type { ReactNode } from 'react';

interface SectionProps {
  id: string;
  title: string;
  hint?: string;
  children: ReactNode;
}

/** One matter of the profile page, on a card of its own. */
export function Section({ id, title, hint, children }: SectionProps) {
  return (
    <section
      aria-labelledby={id}
      className="flex flex-col gap-5 rounded-card bg-surface p-5 ring-1 ring-line sm:p-6"
    >
      <div className="flex flex-col gap-1">
        <h2 id={id} className="text-title font-semibold">
          {title}
        </h2>
        {hint && <p className="text-muted">{hint}</p>}
      </div>
      {children}
    </section>
  );
}
