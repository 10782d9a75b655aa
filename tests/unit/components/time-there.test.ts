import { expect, test } from 'vitest';
import { ar } from '@/components/i18n/ar';
import { de } from '@/components/i18n/de';
import { en } from '@/components/i18n/en';
import { formatTimeThere, minutesAhead } from '@/components/person/time-there';

const clock = (now: string, timeZone = 'Europe/London') => ({
  locale: 'en-GB',
  timeZone,
  now: Date.parse(now),
});

test.each([
  ['Europe/Berlin', '13:05', 60],
  ['Asia/Kathmandu', '17:50', 345],
  ['America/St_Johns', '8:35', -210],
  ['Europe/London', '12:05', 0],
])('at five past twelve in London it is, in %s, %s', (timeZone, time, minutes) => {
  const noon = clock('2026-11-22T12:05:00Z');
  expect(formatTimeThere(noon, timeZone, en)).toBe(time);
  expect(minutesAhead(noon, timeZone)).toBe(minutes);
});

test('on another day than the reader’s, the day is named', () => {
  expect(formatTimeThere(clock('2026-11-22T20:05:00Z'), 'Asia/Tokyo', en)).toBe('Monday at 5:05');
});

test('summer time counts from its hour on', () => {
  const [before, after] = ['2026-03-08T06:59:00Z', '2026-03-08T07:00:00Z'];
  expect(minutesAhead(clock(before), 'America/New_York')).toBe(-300);
  expect(minutesAhead(clock(after), 'America/New_York')).toBe(-240);
});

test('how far apart two clocks are is said in hours and minutes', () => {
  expect(en.people.timeAhead(180)).toBe('3 hours ahead of you');
  expect(en.people.timeAhead(-60)).toBe('1 hour behind you');
  expect(en.people.timeAhead(345)).toBe('5 hours 45 minutes ahead of you');
  expect(en.people.timeAhead(0)).toBe('The same time as yours');
  expect(de.people.timeAhead(-210)).toBe('3 Stunden 30 Minuten hinter dir');
  expect(ar.people.timeAhead(120)).toBe('متقدّم عن وقتك بمقدار ساعتين');
});
