import ar from 'cldr-annotations-full/annotations/ar/annotations.json';
import de from 'cldr-annotations-full/annotations/de/annotations.json';
import en from 'cldr-annotations-full/annotations/en/annotations.json';
import groups from 'unicode-emoji-json/data-by-group.json';
import { describe, expect, test } from 'vitest';
import { buildCatalogue } from '@/components/emoji/catalogue/build-catalogue';
import { CATEGORIES } from '@/components/emoji/catalogue/emoji';
import { searchEmoji } from '@/components/emoji/catalogue/search-emoji';
import { TONES, withTone } from '@/components/emoji/catalogue/skin-tone';

const FILES = { en, de, ar };

function catalogueIn(
  language: keyof typeof FILES,
  { newest = 99, hasFlags = true }: { newest?: number; hasFlags?: boolean } = {},
) {
  return buildCatalogue({
    groups,
    file: FILES[language],
    language,
    flagOf: (country) => `flag: ${country}`,
    isSupported: (version) => version <= newest,
    hasFlags,
  });
}
const found = (language: keyof typeof FILES, query: string, limit = 12) =>
  searchEmoji(catalogueIn(language), query, { limit }).map(({ symbol }) => symbol);

describe('the catalogue', () => {
  test('has every category, each emoji once and with a name', () => {
    const catalogue = catalogueIn('en');
    expect(new Set(catalogue.map(({ category }) => category))).toEqual(new Set(CATEGORIES));
    expect(new Set(catalogue.map(({ symbol }) => symbol)).size).toBe(catalogue.length);
    expect(catalogue.length).toBeGreaterThan(1900);
    expect(catalogue.filter(({ name }) => name === '')).toEqual([]);
  });

  test.each(['de', 'ar'] as const)('speaks the language: %s', (language) => {
    const english = new Map(catalogueIn('en').map(({ symbol, name }) => [symbol, name]));
    const same = catalogueIn(language).filter(
      ({ symbol, name, category }) => category !== 'flags' && name === english.get(symbol),
    );
    // Sushi is Sushi, and what came last has no names yet.
    expect(same.length).toBeLessThan(40);
  });

  test('names flags after their countries and nameless sequences after their parts', () => {
    const nameOf = (language: keyof typeof FILES, symbol: string) =>
      catalogueIn(language).find((emoji) => emoji.symbol === symbol)?.name;
    expect(nameOf('en', '🇩🇪')).toBe('flag: Germany');
    expect(nameOf('de', '🇦🇹')).toBe('flag: Österreich');
    expect(nameOf('en', '👩‍🦰')).toBe('woman, red hair');
    expect(nameOf('en', '🏴󠁧󠁢󠁳󠁣󠁴󠁿')).toBe('flag Scotland');
  });

  test('leaves out what the platform cannot show', () => {
    const old = catalogueIn('en', { newest: 12, hasFlags: false });
    const symbols = new Set(old.map(({ symbol }) => symbol));
    expect(symbols.has('🥱')).toBe(true);
    expect(symbols.has('🥲')).toBe(false);
    expect(symbols.has('🇩🇪')).toBe(false);
    expect(symbols.has('🏁')).toBe(true);
    // There since long, but in skin tones since version 14 only.
    expect(old.find(({ symbol }) => symbol === '🤝')?.takesTone).toBe(false);
  });
});

describe('the search', () => {
  test('finds by name, by keyword, by the beginning of a word', () => {
    expect(found('en', 'party popper')[0]).toBe('🎉');
    expect(found('en', 'tada')).toContain('🎉');
    expect(found('en', '+1')).toContain('👍');
    expect(found('en', 'grinning fa')).toContain('😀');
    expect(found('en', 'red_heart')[0]).toBe('❤️');
  });

  test('finds in other languages, without accents, and by the English name as well', () => {
    expect(found('de', 'rotes Herz')[0]).toBe('❤️');
    expect(found('de', 'fröhlich', 50)).toContain('😀');
    expect(found('de', 'FROHLICH', 50)).toContain('😀');
    expect(found('de', 'party popper')[0]).toBe('🎉');
    expect(found('ar', 'قلب أحمر')[0]).toBe('❤️');
    expect(found('ar', 'قلب احمر')[0]).toBe('❤️');
  });

  test('every word must fit; an emoji finds itself; nothing finds nothing', () => {
    expect(found('en', 'cat heart')).toEqual(['😻']);
    expect(found('en', '🦔')).toEqual(['🦔']);
    expect(found('en', 'qqqq')).toEqual([]);
    expect(found('en', '  ')).toEqual([]);
  });

  test('among equals, those used lately come first', () => {
    const catalogue = catalogueIn('en');
    const plain = searchEmoji(catalogue, 'heart').map(({ symbol }) => symbol);
    const last = '🖤';
    expect(plain.indexOf(last)).toBeGreaterThan(0);
    expect(searchEmoji(catalogue, 'heart', { recent: [last] })[0]?.symbol).toBe(last);
  });
});

describe('skin tones', () => {
  test('are put where the standard has them', () => {
    const tone = (symbol: string) => withTone({ symbol, takesTone: true }, 3);
    expect(tone('👍')).toBe('👍🏽');
    expect(tone('✌️')).toBe('✌🏽');
    expect(tone('👩‍⚕️')).toBe('👩🏽‍⚕️');
    expect(tone('🤝')).toBe('🤝🏽');
    expect(tone('🧑‍🤝‍🧑')).toBe('🧑🏽‍🤝‍🧑🏽');
    expect(withTone({ symbol: '😀', takesTone: false }, 3)).toBe('😀');
    expect(withTone({ symbol: '👍', takesTone: true }, 0)).toBe('👍');
  });

  test('make of every emoji that takes them one that the standard knows', () => {
    // Node 20 knows version 15; what came later is built by the same rule.
    // @ts-expect-error: Node 20 knows this flag; the compiler's target, chosen for browsers, does not.
    const known = /^\p{RGI_Emoji}$/v;
    const toned = catalogueIn('en', { newest: 15 }).filter(({ takesTone }) => takesTone);
    expect(toned.length).toBeGreaterThan(250);
    for (const emoji of toned) {
      for (const tone of TONES) {
        expect(known.test(withTone(emoji, tone)), `${emoji.name} ${tone}`).toBe(true);
      }
    }
  });
});
