'use client';

import { usePersonName } from '@/components/person/use-person-name';
import type { PersonRow } from '@/lib/client/selectors/person-row';

/** The name of a person in a list to choose from, on one line. */
export function PersonName({ person }: { person: PersonRow }) {
  const name = usePersonName(person);
  return (
    <span dir="auto" className="min-w-0 flex-1 truncate text-message font-medium">
      {name}
    </span>
  );
}
