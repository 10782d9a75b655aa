'use client';

import { useMessages } from '@/components/i18n/messages-provider';
import { useClock } from '@/components/ui/clock';
import { formatAgo } from '@/components/ui/dates';
import { LocalTime } from '@/components/ui/local-time';
import { useIsOnline } from '@/lib/client/hooks/use-is-online';
import type { PersonRow } from '@/lib/client/selectors/person-row';

/** "Online", "typing…" or "Last seen 5 minutes ago", which stays true while it is on the screen. */
export function PresenceText({ person, typing }: { person: PersonRow; typing: boolean }) {
  const words = useMessages();
  const clock = useClock();
  const isOnline = useIsOnline(person);
  if (typing) {
    return <span className="text-accent">{words.people.typing}</span>;
  }
  if (isOnline) return <span>{words.people.online}</span>;
  // Was online when the connection broke: nothing is known since.
  if (person.online) return <span aria-hidden="true">{'\u00a0'}</span>;
  if (!person.lastSeenAt) return <span>{words.people.offline}</span>;
  return (
    <LocalTime iso={person.lastSeenAt}>
      {words.people.lastSeen(formatAgo(person.lastSeenAt, clock, words))}
    </LocalTime>
  );
}
