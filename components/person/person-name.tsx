'use client';

import { BotBadge } from '@/components/person/bot-badge';
import { usePersonName } from '@/components/person/use-person-name';
import type { PersonRow } from '@/lib/client/selectors/person-row';

/** The name of a person in a list to choose from, on one line. */
export function PersonName({ person }: { person: PersonRow }) {
  const name = usePersonName(person);
  return (
    <span className="flex min-w-0 flex-1 items-baseline gap-1.5">
      <span dir="auto" className="truncate text-message font-medium">
        {name}
      </span>
      <BotBadge person={person} />
    </span>
  );
}
