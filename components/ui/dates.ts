import type { Words } from '@/components/i18n/en';
import type { Clock, Zone } from '@/components/ui/clock';
import {
  createDateFormat,
  formatRelative,
  hasLocaleData,
  toLowerCase,
} from '@/lib/client/platform/locale';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(iso: string, zone: Zone, options: Intl.DateTimeFormatOptions): string {
  // Making a formatter costs far more than using it, and a long conversation uses it often.
  const key = `${zone.locale}|${zone.timeZone}|${JSON.stringify(options)}`;
  let formatter = formats.get(key);
  if (!formatter) {
    formatter = createDateFormat(
      ...inOwnWords(zone.locale, { ...options, timeZone: zone.timeZone }),
    );
    formats.set(key, formatter);
  }
  // Before AM and PM some versions of the same library write a narrow space and some a plain one.
  return formatter.format(new Date(iso)).replace(/\u202f/g, ' ');
}

/**
 * In figures alone where this machine has no words in the language: it would name months in another
 * one, in the middle of a sentence.
 */
function inOwnWords(
  locale: string,
  { dateStyle, timeStyle, ...options }: Intl.DateTimeFormatOptions,
): [string, Intl.DateTimeFormatOptions] {
  if (hasLocaleData(locale)) return [locale, { dateStyle, timeStyle, ...options }];
  const { timeZone } = options;
  const isTime = timeStyle !== undefined || options.hour !== undefined;
  const isDate = dateStyle !== undefined || options.hour === undefined;
  const isMonth = options.month !== undefined && options.day === undefined;
  return [
    // Writes 2026-11-22, 14:05.
    'sv',
    {
      timeZone,
      ...(isDate && { year: 'numeric', month: '2-digit' }),
      ...(isDate && !isMonth && { day: '2-digit' }),
      ...(isTime && { hour: '2-digit', minute: '2-digit' }),
    },
  ];
}

const MINUTE_MS = 60_000;

/** The calendar day in the reader's zone, as a string that compares: `2026-11-22`. */
export function dayKey(iso: string, zone: Zone): string {
  if (typeof zone.offsetMinutes === 'number')
    return wallClock(iso, zone.offsetMinutes).slice(0, 10);
  return format(
    iso,
    { ...zone, locale: 'en-CA' },
    { year: 'numeric', month: '2-digit', day: '2-digit' },
  );
}

/** `2026-11-22T14:05:00.000Z`, of which the time is the one on the wall. */
function wallClock(iso: string, offsetMinutes: number): string {
  return new Date(Date.parse(iso) + offsetMinutes * MINUTE_MS).toISOString();
}

/** The calendar month, as a string that compares: `2026-11`. */
export function monthKey(iso: string, zone: Zone): string {
  return dayKey(iso, zone).slice(0, 7);
}

/** How many minutes a zone is ahead of UTC at that moment. */
export function offsetMinutesOf(timeZone: string, at: number): number {
  const format = createDateFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const asUtc = Date.parse(`${format.format(at).replace(' ', 'T')}Z`);
  return Number.isNaN(asUtc) ? 0 : Math.round((asUtc - at) / MINUTE_MS);
}

export function formatTime(iso: string, zone: Zone): string {
  return format(iso, zone, { hour: 'numeric', minute: '2-digit' });
}

export function formatWeekday(iso: string, zone: Zone): string {
  return format(iso, zone, { weekday: 'long' });
}

export function formatMonth(iso: string, zone: Zone): string {
  return format(iso, zone, { month: 'long', year: 'numeric' });
}

/**
 * Date and time, for labels. In figures until hydration: React leaves an attribute as the server
 * wrote it unless it changes.
 */
export function formatFull(iso: string, zone: Zone): string {
  if (typeof zone.offsetMinutes === 'number') {
    return wallClock(iso, zone.offsetMinutes).slice(0, 16).replace('T', ' ');
  }
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
  if (days < 7) return formatWeekday(iso, clock);
  const isThisYear =
    dayKey(iso, clock).slice(0, 4) === dayKey(new Date(clock.now).toISOString(), clock).slice(0, 4);
  return format(iso, clock, {
    day: 'numeric',
    month: 'long',
    ...(isThisYear ? {} : { year: 'numeric' }),
  });
}

const CALENDAR_FORMATS = {
  month: { month: 'long', year: 'numeric' },
  weekday: { weekday: 'long' },
  shortWeekday: { weekday: 'short' },
  whole: { dateStyle: 'full' },
  day: { dateStyle: 'long' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** A calendar's day (`2026-11-22`), or what it lies in, in words; no zone changes it. */
export function formatCalendar(
  day: string,
  locale: string,
  what: keyof typeof CALENDAR_FORMATS,
): string {
  return format(`${day}T12:00:00Z`, { locale, timeZone: 'UTC' }, CALENDAR_FORMATS[what]);
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
  const minutes = Math.floor((clock.now - Date.parse(iso)) / MINUTE_MS);
  if (minutes < 1) return words.people.justNow;
  const relative =
    minutes < 60
      ? formatRelative(clock.locale, -minutes, 'minute')
      : minutes < 12 * 60
        ? formatRelative(clock.locale, -Math.floor(minutes / 60), 'hour')
        : null;
  if (relative) return relative;
  const day = formatDay(iso, clock, words);
  const inSentence = daysAgo(iso, clock) <= 1 ? toLowerCase(day, clock.locale) : day;
  return words.people.at(inSentence, formatTime(iso, clock));
}
