'use client';

import { useMessages } from '@/components/i18n/messages-provider';
import type { PersonRow } from '@/lib/client/selectors/person-row';

/** Beside the name of an account that a program speaks for. */
export function BotBadge({ person }: { person: Pick<PersonRow, 'bot' | 'deleted'> }) {
  const words = useMessages();
  if (!person.bot || person.deleted) return null;
  return (
    <span className="shrink-0 rounded bg-accent-soft px-1.5 text-meta font-medium text-accent">
      {words.people.bot}
    </span>
  );
}
