'use client';

import { useMessages } from '@/components/i18n/messages-provider';
import { formatTimeThere, minutesAhead } from '@/components/person/time-there';
import { clockKey, useClock } from '@/components/ui/clock';
import { LocalTime } from '@/components/ui/local-time';
import { findTimeZone } from '@/lib/client/platform/locale';

/** What time it is where a person is, and how far from here that is; nothing of those who do not show it. */
export function PersonLocalTime({ timeZone }: { timeZone: string | null }) {
  const words = useMessages();
  const clock = useClock();
  const zone = findTimeZone(timeZone ?? undefined);
  if (zone === null) return null;
  return (
    <div className="flex flex-col gap-1">
      <dt className="text-meta font-medium text-muted">{words.people.localTime}</dt>
      <dd className="flex flex-wrap gap-x-2">
        <LocalTime iso={new Date(clock.now).toISOString()}>
          {formatTimeThere(clock, zone, words)}
        </LocalTime>
        <span key={clockKey(clock)} suppressHydrationWarning className="text-muted">
          {words.people.timeAhead(minutesAhead(clock, zone))}
        </span>
      </dd>
    </div>
  );
}
