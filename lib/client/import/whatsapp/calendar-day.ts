import type { DateOrder } from '@/lib/client/import/history-types';
import { createDateFormat } from '@/lib/client/platform/locale';
import { DAY_MS } from '@/lib/shared/limits';

/** The year in which WhatsApp began. */
const FIRST_YEAR = 2009;
/** Buddhist years, which Thai phones show, are so much higher, Persian ones so much lower. */
const BUDDHIST_YEARS = 543;
const PERSIAN_YEARS = 621;

/** The beginning of a day of the Gregorian calendar, in UTC, or null for one that does not exist. */
function gregorianDay(year: number, month: number, day: number): number | null {
  const time = Date.UTC(year, month - 1, day);
  const date = new Date(time);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? time : null;
}

const PERSIAN = createDateFormat('en-US-u-ca-persian-nu-latn', {
  timeZone: 'UTC',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
});

function persianDay(year: number, month: number, day: number): number | null {
  if (month > 12 || month < 1 || day < 1 || day > 31) return null;
  const daysBefore = (month - 1) * 30 + Math.min(month - 1, 6) + day - 1;
  const about = Date.UTC(year + PERSIAN_YEARS, 2, 20) + daysBefore * DAY_MS;
  for (let time = about - 2 * DAY_MS; time <= about + 2 * DAY_MS; time += DAY_MS) {
    const parts = new Map(PERSIAN.formatToParts(time).map(({ type, value }) => [type, value]));
    if (Number(parts.get('month')) === month && Number(parts.get('day')) === day) return time;
  }
  return null;
}

/** A year as it was written: in four digits, or in the last two of one that is possible. */
function toDay(written: string, month: number, day: number): number | null {
  const year = Number(written);
  if (written.length === 4) {
    if (year > 2_400) return gregorianDay(year - BUDDHIST_YEARS, month, day);
    if (year > 1_300 && year < 1_500) return persianDay(year, month, day);
    return gregorianDay(year, month, day);
  }
  const buddhist = 2_500 + year - BUDDHIST_YEARS;
  return gregorianDay(buddhist >= FIRST_YEAR && year > 50 ? buddhist : 2_000 + year, month, day);
}

/**
 * The beginning of a day in UTC; null for a date that does not exist in that order, or in which nobody
 * can have written by WhatsApp.
 */
export function readCalendarDay(
  [first, second, third]: readonly [string, string, string],
  order: DateOrder,
): number | null {
  const [year, month, day] =
    order === 'ymd'
      ? [first, second, third]
      : order === 'dmy'
        ? [third, second, first]
        : [third, first, second];
  if (year.length === 1 || month.length > 2 || day.length > 2) return null;
  const time = toDay(year, Number(month), Number(day));
  if (time === null) return null;
  const isPossible = time >= Date.UTC(FIRST_YEAR, 0, 1) && time < Date.now() + 2 * DAY_MS;
  return isPossible ? time : null;
}
