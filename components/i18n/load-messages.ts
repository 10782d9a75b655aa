import type { AllWords } from '@/components/i18n/all-english';
import type { Language } from '@/components/i18n/languages';

/** English comes with what is shown in it; every other language is fetched by those who read it. */
const LOADERS: Record<Exclude<Language, 'en'>, () => Promise<AllWords>> = {
  de: () => import('@/components/i18n/de').then((module) => module.de),
  ar: () => import('@/components/i18n/ar').then((module) => module.ar),
};
const loading = new Map<Language, Promise<AllWords | null>>();

/**
 * The words of a language, or null for English, which the reader also gets if the file cannot be
 * loaded; the same promise each time, so that React may wait for it.
 */
export function loadMessages(language: Exclude<Language, 'en'>): Promise<AllWords | null> {
  const words = loading.get(language) ?? LOADERS[language]().catch(() => null);
  loading.set(language, words);
  return words;
}
