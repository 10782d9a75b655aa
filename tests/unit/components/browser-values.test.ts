import { afterEach, expect, test, vi } from 'vitest';
import { en } from '@/components/i18n/en';
import { varietyOf } from '@/components/i18n/languages';
import {
  dayKey,
  formatAgo,
  formatDay,
  formatFull,
  formatShort,
  offsetMinutesOf,
} from '@/components/ui/dates';
import { initialsOf } from '@/components/ui/initials';
import {
  isCommand,
  isLetter,
  isQuestionMark,
  isSlash,
  keyOf,
  writesText,
} from '@/lib/client/platform/keys';
import {
  findTimeZone,
  firstGrapheme,
  readLanguages,
  readTimeZone,
  withLatinDigits,
} from '@/lib/client/platform/locale';

afterEach(() => vi.unstubAllGlobals());

const SPRING = '2026-03-09T17:05:00.000Z';

test.each([
  ['a machine’s own name for its language', ['en-US@posix', 'de-AT'], ['de-AT']],
  ['none at all', [], []],
  ['nothing but nonsense', ['', '*', 'x'], []],
])('languages of the browser: %s', (_, languages, expected) => {
  vi.stubGlobal('navigator', { languages, language: languages[0] });
  expect(readLanguages()).toEqual(expected);
  expect(varietyOf('en', readLanguages())).toBe('en-GB-u-nu-latn');
});

test('a browser without a list of languages has its one', () => {
  vi.stubGlobal('navigator', { language: 'de-CH' });
  expect(readLanguages()).toEqual(['de-CH']);
});

test('digits are the same everywhere, in Arabic too', () => {
  expect(withLatinDigits('ar-EG')).toBe('ar-EG-u-nu-latn');
  const zone = { locale: varietyOf('ar', ['ar-EG']), timeZone: 'UTC' };
  expect(formatFull(SPRING, zone)).toMatch(/2026/);
  expect(withLatinDigits('no tag')).toBe('en-GB');
});

test('a zone that nobody knows becomes one that can be used', () => {
  expect(findTimeZone('Etc/Unknown')).toBe(null);
  const real = Intl.DateTimeFormat;
  vi.stubGlobal('Intl', {
    ...Intl,
    DateTimeFormat: Object.assign(
      (locale: string, options?: Intl.DateTimeFormatOptions) => {
        if (options?.timeZone) return new real(locale, options);
        return { resolvedOptions: () => ({ timeZone: 'Etc/Unknown' }) };
      },
      { supportedLocalesOf: real.supportedLocalesOf },
    ),
  });
  expect(() => new real('en', { timeZone: readTimeZone() })).not.toThrow();
});

test('initials need no Segmenter: an emoji and a combined letter stay whole', () => {
  vi.stubGlobal('Intl', { ...Intl, Segmenter: undefined });
  expect(initialsOf('Ann Byte')).toBe('AB');
  expect(firstGrapheme('👩‍👩‍👧 family')).toBe('👩‍👩‍👧');
  expect(firstGrapheme('🇩🇪🇫🇷')).toBe('🇩🇪');
  expect(firstGrapheme('e\u0301a')).toBe('e\u0301');
  expect(firstGrapheme('')).toBe('');
});

test('a language the machine has no words in gets figures, not another language’s words', () => {
  const now = Date.parse('2026-11-22T12:00:00.000Z');
  const clock = { locale: 'tlh', timeZone: 'UTC', now };
  expect(formatDay(SPRING, clock, en)).toBe('2026-03-09');
  expect(formatShort('2026-11-19T10:00:00.000Z', clock, en)).toBe('2026-11-19');
  expect(formatFull(SPRING, clock)).toBe('2026-03-09 17:05');
  expect(formatAgo('2026-11-22T11:30:00.000Z', clock, en)).toBe('today at 11:30');
});

test('until a page has come alive, days are told apart by the offset both ends were given', () => {
  const zone = { locale: 'en-GB', timeZone: 'America/Vancouver', offsetMinutes: -420 };
  expect(dayKey('2026-03-10T06:30:00.000Z', zone)).toBe('2026-03-09');
  expect(formatFull('2026-03-10T06:30:00.000Z', zone)).toBe('2026-03-09 23:30');
  expect(offsetMinutesOf('Asia/Kolkata', Date.parse(SPRING))).toBe(330);
  expect(offsetMinutesOf('no zone', Date.parse(SPRING))).toBe(0);
});

test.each([
  ['Russian', { key: 'л', code: 'KeyK' }, true],
  ['Greek', { key: 'κ', code: 'KeyK' }, true],
  ['Arabic', { key: 'ن', code: 'KeyK' }, true],
  ['Hebrew', { key: 'ל', code: 'KeyK' }, true],
  ['Latin, with the lock on', { key: 'K', code: 'KeyK' }, true],
  ['Dvorak, where K is elsewhere', { key: 'k', code: 'KeyV' }, true],
  ['Dvorak, where another letter is there', { key: 't', code: 'KeyK' }, false],
  ['filled in by a program', {}, false],
])('the letter K on a keyboard: %s', (_, press, expected) => {
  expect(isLetter(press, 'k')).toBe(expected);
});

test('commands are Ctrl, and on a Mac ⌘ alone', () => {
  expect(isCommand({ ctrlKey: true }, false)).toBe(true);
  expect(isCommand({ metaKey: true }, false)).toBe(false);
  expect(isCommand({ metaKey: true }, true)).toBe(true);
  expect(isCommand({ ctrlKey: true }, true)).toBe(false);
  expect(isCommand({}, true)).toBe(false);
});

test('a slash and a question mark are found on other layouts', () => {
  expect(isSlash({ key: '/', code: 'Digit7' })).toBe(true);
  expect(isSlash({ key: '.', code: 'Slash' })).toBe(true);
  expect(isSlash({ key: 'ظ', code: 'Slash' })).toBe(true);
  expect(isSlash({ key: '-', code: 'Slash' })).toBe(false);
  expect(isQuestionMark({ key: '؟' })).toBe(true);
});

test('what writes a text, and what does not', () => {
  expect(writesText({ key: 'a' }, false)).toBe(true);
  expect(writesText({ key: '?' }, false)).toBe(true);
  expect(writesText({ key: 'Dead' }, false)).toBe(true);
  expect(
    writesText(
      { key: '@', ctrlKey: true, altKey: true, getModifierState: (key) => key === 'AltGraph' },
      false,
    ),
  ).toBe(true);
  expect(writesText({ key: 'å', altKey: true }, true)).toBe(true);
  expect(writesText({ key: 'a', altKey: true }, false)).toBe(false);
  expect(writesText({ key: 'c', ctrlKey: true }, false)).toBe(false);
  expect(writesText({ key: ' ' }, false)).toBe(false);
  expect(writesText({ key: 'ArrowUp' }, false)).toBe(false);
  expect(keyOf({})).toBe('');
});
