import { en, type Words } from '@/components/i18n/en';
import type { Language } from '@/components/i18n/languages';

/** English comes with the page; every other language is fetched by those who read it. */
const LOADERS: Record<Language, () => Promise<Words>> = {
  en: () => Promise.resolve(en),
  de: () => import('@/components/i18n/de').then((module) => module.de),
  ar: () => import('@/components/i18n/ar').then((module) => module.ar),
};
const loading = new Map<Language, Promise<Words>>();

/** The words of a language; the same promise each time, so that React may wait for it. */
export function loadMessages(language: Language): Promise<Words> {
  // If the file cannot be loaded, the reader gets English.
  const words = loading.get(language) ?? LOADERS[language]().catch(() => en);
  loading.set(language, words);
  return words;
}
