import type { Words } from '@/components/i18n/en';
import type { Clock } from '@/components/ui/clock';
import { dayKey, formatTime, formatWeekday, offsetMinutesOf } from '@/components/ui/dates';

/** The present in another zone, with the day where it is not the reader's: 14:05, Monday at 02:05. */
export function formatTimeThere(clock: Clock, timeZone: string, words: Words): string {
  const now = new Date(clock.now).toISOString();
  const there = { ...clock, timeZone, offsetMinutes: offsetMinutesOf(timeZone, clock.now) };
  const time = formatTime(now, there);
  return dayKey(now, there) === dayKey(now, clock)
    ? time
    : words.people.at(formatWeekday(now, there), time);
}

/** How many minutes another zone is ahead of the reader's at present; less than 0 behind it. */
export function minutesAhead(clock: Clock, timeZone: string): number {
  const own = clock.offsetMinutes ?? offsetMinutesOf(clock.timeZone, clock.now);
  return offsetMinutesOf(timeZone, clock.now) - own;
}
