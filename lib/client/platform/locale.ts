/**
 * What the browser and the machine say of language, zone and writing, or a default. They may say
 * anything (`en-US@posix`, no language at all, a zone nobody knows) and lack parts of `Intl`; nothing
 * here throws, as it is called while pages are drawn.
 */

const DEFAULT_LOCALE = 'en-GB';
const DEFAULT_ZONE = 'UTC';

/** A language tag in its usual spelling, or null where it is none. */
export function findLocale(tag: string | undefined): string | null {
  try {
    return (tag && Intl.getCanonicalLocales(tag)[0]) || null;
  } catch {
    return null;
  }
}

/** The same digits everywhere: some libraries write `ar` with Arabic-Indic ones, and some do not. */
export function withLatinDigits(locale: string): string {
  try {
    return new Intl.Locale(locale, { numberingSystem: 'latn' }).toString();
  } catch {
    return DEFAULT_LOCALE;
  }
}

/** Whether this machine has words in that language; without them `Intl` answers in another one. */
export function hasLocaleData(locale: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(locale).length > 0;
  } catch {
    return false;
  }
}

let heldLanguages: { named: readonly string[]; found: readonly string[] } | null = null;

/**
 * What the browser prefers, best liked first; what is no language tag is left out. The same array until the
 * browser hands out another one.
 */
export function readLanguages(): readonly string[] {
  const { languages, language } = navigator;
  if (languages && languages === heldLanguages?.named) return heldLanguages.found;
  const named = languages?.length ? languages : [language];
  const found = named.flatMap((tag) => findLocale(tag) ?? []);
  if (languages) heldLanguages = { named: languages, found };
  return found;
}

/** A time zone in the spelling of this machine, or null where it knows none by that name. */
export function findTimeZone(name: string | undefined): string | null {
  if (!name) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** The names of all zones that the machine knows; none where it does not tell. */
export function listTimeZones(): string[] {
  try {
    return Intl.supportedValuesOf('timeZone');
  } catch {
    return [];
  }
}

/** The zone of the machine; where it has no name that can be used, the one of its present offset. */
export function readTimeZone(): string {
  let name: string | undefined;
  try {
    name = new Intl.DateTimeFormat('en').resolvedOptions().timeZone;
  } catch {
    // A machine whose own zone is unknown to its browser.
  }
  return findTimeZone(name) ?? findTimeZone(offsetZone()) ?? DEFAULT_ZONE;
}

/** The zone with the machine's offset, in whole hours: `Etc/GMT-2` is two hours ahead. */
function offsetZone(): string {
  const hours = Math.round(new Date().getTimezoneOffset() / 60);
  return `Etc/GMT${hours < 0 ? hours : `+${hours}`}`;
}

/** A date's parts as text. Falls back to a locale and a zone that every machine has. */
export function createDateFormat(
  locale: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, options);
  } catch {
    return new Intl.DateTimeFormat(DEFAULT_LOCALE, { ...options, timeZone: DEFAULT_ZONE });
  }
}

/** "5 minutes ago", or null where this machine cannot say that in the language. */
export function formatRelative(
  locale: string,
  value: number,
  unit: 'minute' | 'hour',
): string | null {
  try {
    return hasLocaleData(locale) ? new Intl.RelativeTimeFormat(locale).format(value, unit) : null;
  } catch {
    return null;
  }
}

/** Which form of a word goes with a number; `other` where this machine does not know. */
export function createPluralRules(language: string): (n: number) => Intl.LDMLPluralRule {
  try {
    const rules = new Intl.PluralRules(language);
    return (n) => rules.select(n);
  } catch {
    return () => 'other';
  }
}

/** A number as the language writes it, in Latin digits. */
export function createNumberFormat(language: string): (n: number) => string {
  try {
    const format = new Intl.NumberFormat(withLatinDigits(language));
    return (n) => format.format(n);
  } catch {
    return String;
  }
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A size as people read it, like "1.4 MB". */
export function formatBytes(bytes: number, language: string): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), BYTE_UNITS.length - 1);
  const size = bytes / 1024 ** power;
  try {
    return new Intl.NumberFormat(withLatinDigits(language), {
      style: 'unit',
      unit: BYTE_UNITS[power] ?? 'byte',
      maximumFractionDigits: power > 1 && size < 100 ? 1 : 0,
    }).format(size);
  } catch {
    return `${Math.round(size)} ${['B', 'kB', 'MB', 'GB'][power]}`;
  }
}

/** The name of a country, or its two letters. */
export function createCountryNames(language: string): (country: string) => string {
  try {
    const names = new Intl.DisplayNames([language], { type: 'region' });
    return (country) => names.of(country) ?? country;
  } catch {
    return (country) => country;
  }
}

/** What is one letter to a reader: signs put over it and emoji joined to it go along. */
const GRAPHEME =
  /\p{Regional_Indicator}{2}|\p{Extended_Pictographic}[\p{M}\p{Emoji_Modifier}]*(?:\u200d\p{Extended_Pictographic}[\p{M}\p{Emoji_Modifier}]*)*|[^\p{M}]\p{M}*/su;

/** The first letter of a text as a reader counts them; "" of an empty one. */
export function firstGrapheme(text: string): string {
  try {
    const [first] = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text);
    return first?.segment ?? '';
  } catch {
    return GRAPHEME.exec(text)?.[0] ?? '';
  }
}

/** Lower case as the language has it. */
export function toLowerCase(text: string, locale: string): string {
  return text.toLocaleLowerCase(findLocale(locale) ?? DEFAULT_LOCALE);
}
