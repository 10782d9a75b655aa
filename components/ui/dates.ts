import type { Words } from '@/components/i18n/en';
import type { Clock } from '@/components/ui/clock';

type Zone = Pick<Clock, 'locale' | 'timeZone'>;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(iso: string, zone: Zone, options: Intl.DateTimeFormatOptions): string {
  // Making a formatter costs far more than using it, and a long conversation uses it often.
  const key = `${zone.locale}|${zone.timeZone}|${JSON.stringify(options)}`;
  let formatter = formats.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(zone.locale, { ...options, timeZone: zone.timeZone });
    formats.set(key, formatter);
  }
  // Before AM and PM some versions of the same library write a narrow space and some a plain one.
  return formatter.format(new Date(iso)).replace(/\u202f/g, ' ');
}

/** The calendar day in the reader's zone, as a string that compares: `2026-11-22`. */
export function dayKey(iso: string, zone: Zone): string {
  return format(
    iso,
    { ...zone, locale: 'en-CA' },
    { year: 'numeric', month: '2-digit', day: '2-digit' },
  );
}

export function formatTime(iso: string, zone: Zone): string {
  return format(iso, zone, { hour: 'numeric', minute: '2-digit' });
}

export function formatMonth(iso: string, zone: Zone): string {
  return format(iso, zone, { month: 'long', year: 'numeric' });
}

export function formatFull(iso: string, zone: Zone): string {
  return format(iso, zone, { dateStyle: 'long', timeStyle: 'short' });
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Whole calendar days between then and now: 0 today, 1 yesterday. */
function daysAgo(iso: string, clock: Clock): number {
  const then = Date.parse(dayKey(iso, clock));
  const today = Date.parse(dayKey(new Date(clock.now).toISOString(), clock));
  return Math.round((today - then) / DAY_MS);
}

/** A day as a separator names it: Today, Yesterday, Monday, 3 March, 3 March 2025. */
export function formatDay(iso: string, clock: Clock, words: Words): string {
  const days = daysAgo(iso, clock);
  if (days <= 0) return words.people.today;
  if (days === 1) return words.people.yesterday;
  if (days < 7) return format(iso, clock, { weekday: 'long' });
  const isThisYear =
    dayKey(iso, clock).slice(0, 4) === new Date(clock.now).toISOString().slice(0, 4);
  return format(iso, clock, {
    day: 'numeric',
    month: 'long',
    ...(isThisYear ? {} : { year: 'numeric' }),
  });
}

/** A moment in as few characters as a list row has: 14:05, Yesterday, Mon, 3 Mar, 03/03/2025. */
export function formatShort(iso: string, clock: Clock, words: Words): string {
  const days = daysAgo(iso, clock);
  if (days <= 0) return formatTime(iso, clock);
  if (days === 1) return words.people.yesterday;
  if (days < 7) return format(iso, clock, { weekday: 'short' });
  if (days < 300) return format(iso, clock, { day: 'numeric', month: 'short' });
  return format(iso, clock, { day: '2-digit', month: '2-digit', year: 'numeric' });
}

/** How long ago, as people say it: just now, 5 minutes ago, 3 hours ago, Yesterday at 14:05. */
export function formatAgo(iso: string, clock: Clock, words: Words): string {
  const minutes = Math.floor((clock.now - Date.parse(iso)) / 60_000);
  if (minutes < 1) return words.people.justNow;
  const relative = new Intl.RelativeTimeFormat(clock.locale);
  if (minutes < 60) return relative.format(-minutes, 'minute');
  if (minutes < 12 * 60) return relative.format(-Math.floor(minutes / 60), 'hour');
  const day = formatDay(iso, clock, words);
  const inSentence = daysAgo(iso, clock) <= 1 ? day.toLocaleLowerCase(clock.locale) : day;
  return words.people.at(inSentence, formatTime(iso, clock));
}
