import { findLocale, withLatinDigits } from '@/lib/client/platform/locale';

/** The cookie that keeps the language a person chose. */
export const LANGUAGE_COOKIE = 'parley-language';

/** The languages there are words in, each with its own name for itself and its direction. */
export const LANGUAGES = {
  en: { name: 'English', direction: 'ltr', locale: 'en-GB' },
  de: { name: 'Deutsch', direction: 'ltr', locale: 'de' },
  ar: { name: 'العربية', direction: 'rtl', locale: 'ar' },
} as const;

export type Language = keyof typeof LANGUAGES;
export const LANGUAGE_CODES = Object.keys(LANGUAGES) as Language[];

/** The language a preference names, or null: it may say anything. */
export function parseLanguage(value: string | undefined): Language | null {
  return LANGUAGE_CODES.find((code) => code === value) ?? null;
}

/**
 * The languages of an Accept-Language header, best liked first, with what a browser would take from
 * it; what is no language tag is left out.
 */
function acceptedTags(header: string | null): string[] {
  const entries = (header ?? '').split(',').map((entry) => {
    const [tag = '', ...parameters] = entry.split(';').map((part) => part.trim());
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return { tag, quality: quality === undefined ? 1 : Number(quality) || 0 };
  });
  return entries
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .flatMap(({ tag }) => findLocale(tag) ?? []);
}

const languageOf = (tag: string) => parseLanguage(tag.split('-')[0]?.toLowerCase());

/** The first language of an Accept-Language header that there are words in; English without one. */
export function negotiateLanguage(header: string | null): Language {
  for (const tag of acceptedTags(header)) {
    const language = languageOf(tag);
    if (language) return language;
  }
  return 'en';
}

/**
 * The reader's own variety of a language (dates, numbers), from the tags their browser names; always
 * with the digits the words are written with.
 */
export function varietyOf(language: Language, tags: readonly string[]): string {
  const own = tags.find((tag) => languageOf(tag) === language && findLocale(tag));
  return withLatinDigits(own ?? LANGUAGES[language].locale);
}

/** The same from an Accept-Language header. */
export function varietyFromHeader(language: Language, header: string | null): string {
  return varietyOf(language, acceptedTags(header));
}
