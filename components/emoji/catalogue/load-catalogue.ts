import { type AnnotationsFile, buildCatalogue } from '@/components/emoji/catalogue/build-catalogue';
import type { Emoji } from '@/components/emoji/catalogue/emoji';
import { detectSupport } from '@/components/emoji/catalogue/platform-support';
import { type Language, parseLanguage } from '@/components/i18n/languages';
import { loadAllMessages } from '@/components/i18n/load-all-messages';

const FILES: Record<Language, () => Promise<{ default: AnnotationsFile }>> = {
  en: () => import('cldr-annotations-full/annotations/en/annotations.json'),
  de: () => import('cldr-annotations-full/annotations/de/annotations.json'),
  ar: () => import('cldr-annotations-full/annotations/ar/annotations.json'),
};
const loading = new Map<Language, Promise<Emoji[]>>();

/** Every emoji this device can show, in the language of the page. Fetched once, kept by the tab. */
export function loadCatalogue(): Promise<Emoji[]> {
  const language = parseLanguage(document.documentElement.lang) ?? 'en';
  const catalogue = loading.get(language) ?? fetchCatalogue(language);
  loading.set(language, catalogue);
  // A fetch that failed is tried again the next time.
  catalogue.catch(() => loading.delete(language));
  return catalogue;
}

async function fetchCatalogue(language: Language): Promise<Emoji[]> {
  const [groups, file, words] = await Promise.all([
    import('unicode-emoji-json/data-by-group.json').then((module) => module.default),
    FILES[language]().then((module) => module.default),
    loadAllMessages(language),
  ]);
  const probes = new Map<number, string>();
  for (const { emoji, emoji_version } of groups.flatMap((group) => group.emojis)) {
    const version = Number(emoji_version);
    if (!probes.has(version)) probes.set(version, emoji);
  }
  const { flagOf } = words.emoji;
  return buildCatalogue({ groups, file, language, flagOf, ...detectSupport(probes) });
}
