import { CATEGORIES, type Category, type Emoji } from '@/components/emoji/catalogue/emoji';
import { normalize } from '@/components/emoji/catalogue/search-emoji';
import { createCountryNames } from '@/lib/client/platform/locale';

type Annotations = Record<string, { default?: string[]; tts?: string[] } | undefined>;

/** A file of the Unicode consortium's names and keywords, as its package has it. */
export interface AnnotationsFile {
  annotations: { annotations: Annotations };
}

type Groups = typeof import('unicode-emoji-json/data-by-group.json').default;
type Entry = Groups[number]['emojis'][number];

interface CatalogueSource {
  groups: Groups;
  file: AnnotationsFile;
  language: string;
  /** The name of a flag, from that of its country. */
  flagOf: (country: string) => string;
  /** Whether this platform can show what came with that version of the standard. */
  isSupported: (version: number) => boolean;
  /** Some platforms show two letters in place of a country's flag. */
  hasFlags: boolean;
}

const CATEGORY_OF_GROUP: Record<string, Category> = {
  smileys_emotion: 'smileys',
  people_body: 'people',
  animals_nature: 'nature',
  food_drink: 'food',
  travel_places: 'travel',
  activities: 'activities',
  objects: 'objects',
  symbols: 'symbols',
  flags: 'flags',
};
const REGIONAL_A = 0x1f1e6;
const LETTER_A = 65;
const VARIATION_SELECTOR = '\ufe0f';
const JOINER = '\u200d';
const KEYCAP = '\u20e3';

/** Every emoji this platform can show, named in one language, in the order in which they are shown. */
export function buildCatalogue(source: CatalogueSource): Emoji[] {
  const describe = createDescriber(source);
  const emoji = source.groups.flatMap(({ slug, emojis }) => {
    const category = CATEGORY_OF_GROUP[slug];
    if (!category) return [];
    return emojis.flatMap((entry): Emoji[] => {
      if (!source.isSupported(Number(entry.emoji_version))) return [];
      if (!source.hasFlags && countryOf(entry.emoji)) return [];
      const { name, keywords } = describe(entry);
      // Its English name as well: many people know it, whatever their language.
      const terms = [name, ...keywords, entry.name].map(normalize);
      return [
        {
          symbol: entry.emoji,
          name,
          terms: [...new Set(terms)],
          category,
          takesTone:
            entry.skin_tone_support &&
            source.isSupported(Number(entry.skin_tone_support_unicode_version)),
        },
      ];
    });
  });
  return CATEGORIES.flatMap((category) => emoji.filter((each) => each.category === category));
}

/** The two letters of the country whose flag this is, or null. */
function countryOf(symbol: string): string | null {
  if (!/^\p{Regional_Indicator}{2}$/u.test(symbol)) return null;
  const letters = [...symbol].map((each) => (each.codePointAt(0) ?? 0) - REGIONAL_A + LETTER_A);
  return String.fromCharCode(...letters);
}

function createDescriber({ file, language, flagOf }: CatalogueSource) {
  const { annotations } = file.annotations;
  const countryName = createCountryNames(language);
  const find = (symbol: string) =>
    annotations[symbol] ?? annotations[symbol.replaceAll(VARIATION_SELECTOR, '')];
  const nameOf = (symbol: string) => find(symbol)?.tts?.[0];

  return ({ emoji, name }: Entry): { name: string; keywords: string[] } => {
    const known = find(emoji);
    if (known?.tts?.[0]) return { name: known.tts[0], keywords: known.default ?? [] };
    const country = countryOf(emoji);
    if (country) return { name: flagOf(countryName(country)), keywords: [country] };
    // A sequence without a name of its own is named after its parts: "man, red hair".
    const parts = emoji.replace(KEYCAP, '').split(JOINER);
    const names = parts.map(nameOf).filter((part) => part !== undefined);
    if (names.length < parts.length || isTagged(emoji)) return { name, keywords: [] };
    return { name: names.join(', '), keywords: parts.flatMap((part) => find(part)?.default ?? []) };
  };
}

/** The flags of England, Scotland and Wales: a black flag and unseen letters. */
function isTagged(symbol: string): boolean {
  return /[\u{e0020}-\u{e007f}]/u.test(symbol);
}
