/** A day without a time or a zone, as a string that compares: `2026-11-22`. */
export type DayKey = string;

const DAY_MS = 24 * 60 * 60 * 1000;

const timeOf = (day: DayKey): number => Date.parse(`${day}T00:00:00Z`);
const keyOf = (time: number): DayKey => new Date(time).toISOString().slice(0, 10);

export const addDays = (day: DayKey, count: number): DayKey => keyOf(timeOf(day) + count * DAY_MS);

/** The same day of another month, or its last one where it has no such day. */
export function addMonths(day: DayKey, count: number): DayKey {
  const date = new Date(timeOf(day));
  const wanted = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + count);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(wanted, lastDay));
  return keyOf(date.getTime());
}

export const clampDay = (day: DayKey, { min, max }: { min: DayKey; max: DayKey }): DayKey =>
  day < min ? min : day > max ? max : day;

export const isSameMonth = (a: DayKey, b: DayKey): boolean => a.slice(0, 7) === b.slice(0, 7);

/** 0 for Sunday to 6. */
const weekdayOf = (day: DayKey): number => new Date(timeOf(day)).getUTCDay();

/** The day with which the week of that day begins. */
export const startOfWeek = (day: DayKey, weekStart: number): DayKey =>
  addDays(day, -((weekdayOf(day) - weekStart + 7) % 7));

/** The weeks that a month lies in, whole. */
export function weeksOf(month: DayKey, weekStart: number): DayKey[][] {
  const first = `${month.slice(0, 7)}-01`;
  const weeks: DayKey[][] = [];
  let start = startOfWeek(first, weekStart);
  do {
    weeks.push(Array.from({ length: 7 }, (_, index) => addDays(start, index)));
    start = addDays(start, 7);
  } while (isSameMonth(start, first));
  return weeks;
}

/** When that day begins where the reader is. */
export function startOfDay(day: DayKey): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const start = new Date(0);
  start.setFullYear(year, month - 1, date);
  start.setHours(0, 0, 0, 0);
  return start;
}
