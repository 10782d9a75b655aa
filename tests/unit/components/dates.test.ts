import { expect, test } from 'vitest';
import { en } from '@/components/i18n/en';
import { dayKey, formatAgo, formatDay, formatShort } from '@/components/ui/dates';

const NOON = Date.parse('2026-11-22T12:00:00Z');
const london = { locale: 'en-GB', timeZone: 'Europe/London', now: NOON };
const before = (milliseconds: number) => new Date(NOON - milliseconds).toISOString();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test('a day is the reader’s, not the server’s', () => {
  const late = '2026-11-21T23:30:00Z';
  expect(dayKey(late, london)).toBe('2026-11-21');
  expect(dayKey(late, { locale: 'en-GB', timeZone: 'Asia/Tokyo' })).toBe('2026-11-22');
});

test.each([
  [0, 'Today'],
  [DAY, 'Yesterday'],
  [3 * DAY, 'Thursday'],
  [30 * DAY, '23 October'],
  [400 * DAY, '18 October 2025'],
])('a separator %i ms back reads %s', (ago, text) => {
  expect(formatDay(before(ago), london, en)).toBe(text);
});

test.each([
  [HOUR, '11:00'],
  [DAY, 'Yesterday'],
  [3 * DAY, 'Thu'],
  [400 * DAY, '18/10/2025'],
])('a row %i ms back reads %s', (ago, text) => {
  expect(formatShort(before(ago), london, en)).toBe(text);
});

test.each([
  [-5 * MINUTE, 'just now'],
  [30_000, 'just now'],
  [5 * MINUTE, '5 minutes ago'],
  [3 * HOUR, '3 hours ago'],
  [DAY, 'yesterday at 12:00'],
])('%i ms ago reads %s', (ago, text) => {
  expect(formatAgo(before(ago), london, en)).toBe(text);
});

test('times do not differ between servers and browsers in the space before AM and PM', () => {
  expect(formatShort(before(HOUR), { ...london, locale: 'en-US' }, en)).toBe('11:00 AM');
});
