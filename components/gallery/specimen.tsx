import type { ReactNode } from 'react';

/** One component in one state. */
export interface Specimen {
  name: string;
  show: ReactNode;
  /** Over the whole width, for what fills a pane in the product. */
  isWide?: boolean;
}

export interface Family {
  title: string;
  specimens: Specimen[];
}

/** A family of components on the gallery page, each state under its name. */
export function FamilySection({ family }: { family: Family }) {
  const id = family.title.toLowerCase().replaceAll(' ', '-');
  return (
    <section aria-labelledby={id} className="flex flex-col gap-4">
      <h2 id={id} className="text-title font-semibold">
        {family.title}
      </h2>
      <ul className="grid gap-4 md:grid-cols-3">
        {family.specimens.map(({ name, show, isWide }) => (
          <li
            key={name}
            className={`flex min-w-0 flex-col gap-3 rounded-card bg-surface p-5 ring-1 ring-line ${isWide ? 'md:col-span-3' : ''}`}
          >
            <p className="text-meta text-muted" dir="ltr" lang="en">
              {name}
            </p>
            <div className="relative flex min-w-0 flex-wrap items-center gap-3">{show}</div>
          </li>
        ))}
      </ul>
    </section>
  );
}
