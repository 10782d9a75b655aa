import { expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  clampDay,
  startOfDay,
  startOfWeek,
  weeksOf,
} from '@/components/ui/calendar/calendar-days';
import { formatCalendar } from '@/components/ui/dates';
import { weekStartOf } from '@/lib/client/platform/week-start';

test('a month later is the same day, or the last of a shorter month', () => {
  expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
  expect(addMonths('2024-02-29', 12)).toBe('2025-02-28');
  expect(addMonths('2026-01-15', -1)).toBe('2025-12-15');
  expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
});

test('the weeks of a month are whole, and begin on the day they begin with where one is', () => {
  const weeks = weeksOf('2026-11-22', 1);
  expect(weeks[0]).toEqual([
    '2026-10-26',
    '2026-10-27',
    '2026-10-28',
    '2026-10-29',
    '2026-10-30',
    '2026-10-31',
    '2026-11-01',
  ]);
  expect(weeks.at(-1)?.at(-1)).toBe('2026-12-06');
  expect(weeksOf('2026-11-22', 0)[0]?.[0]).toBe('2026-11-01');
  expect(startOfWeek('2026-11-22', 6)).toBe('2026-11-21');
  // A February of exactly four weeks.
  expect(weeksOf('2027-02-10', 1)).toHaveLength(4);
});

test('a week begins on Monday, Sunday or Saturday, by the language and its region', () => {
  expect(weekStartOf('de')).toBe(1);
  expect(weekStartOf('en-GB')).toBe(1);
  expect(weekStartOf('en-US')).toBe(0);
  expect(weekStartOf('ar-EG')).toBe(6);
  expect(weekStartOf('no language')).toBe(1);
});

test('the same where the browser does not know of weeks', () => {
  const { prototype } = Intl.Locale;
  const hidden = ['getWeekInfo', 'weekInfo'].map(
    (name) => [name, Object.getOwnPropertyDescriptor(prototype, name)] as const,
  );
  for (const [name] of hidden) {
    Object.defineProperty(prototype, name, { value: undefined, configurable: true });
  }
  try {
    expect(['de', 'en-GB', 'en-US', 'ar-EG', 'pt'].map(weekStartOf)).toEqual([1, 1, 0, 6, 0]);
  } finally {
    for (const [name, held] of hidden) {
      if (held) Object.defineProperty(prototype, name, held);
      else Reflect.deleteProperty(prototype, name);
    }
  }
});

test('a day begins at midnight where the reader is, and is written without any zone', () => {
  const start = startOfDay('2026-03-03');
  expect([start.getFullYear(), start.getMonth(), start.getDate()]).toEqual([2026, 2, 3]);
  expect([start.getHours(), start.getMinutes()]).toEqual([0, 0]);
  expect(formatCalendar('2026-03-03', 'en-GB', 'whole')).toMatch(/^Tuesday,? 3 March 2026$/);
  expect(formatCalendar('2026-03-03', 'de', 'month')).toBe('März 2026');
});

test('a day out of reach becomes the nearest one within', () => {
  const reach = { min: '2026-01-10', max: '2026-03-20' };
  expect(clampDay('2025-12-31', reach)).toBe('2026-01-10');
  expect(clampDay('2026-04-01', reach)).toBe('2026-03-20');
  expect(clampDay('2026-02-01', reach)).toBe('2026-02-01');
});
