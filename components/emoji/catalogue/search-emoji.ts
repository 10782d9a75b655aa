import type { Emoji } from '@/components/emoji/catalogue/emoji';

/** Without case, accents and vowel marks, so that nobody has to type them. */
export function normalize(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}

const NO_MATCH = Number.POSITIVE_INFINITY;
/** Shorter pieces are found inside of nearly everything. */
const INSIDE_MIN_CHARACTERS = 3;

/** How well a word fits an emoji: 0 is best. Its name, the first of its terms, weighs more. */
function rankWord(terms: readonly string[], word: string): number {
  let best = NO_MATCH;
  for (const [index, term] of terms.entries()) {
    const isName = index === 0;
    if (term === word) best = Math.min(best, isName ? 0 : 2);
    else if (isName && term.split(' ').includes(word)) best = Math.min(best, 1);
    else if (term.startsWith(word)) best = Math.min(best, isName ? 3 : 5);
    else if (term.includes(` ${word}`)) best = Math.min(best, isName ? 4 : 6);
    else if (word.length >= INSIDE_MIN_CHARACTERS && term.includes(word)) best = Math.min(best, 7);
  }
  return best;
}

interface SearchOptions {
  limit?: number;
  /** Those used lately come first among equal matches. */
  recent?: readonly string[];
}

/** The emoji every word of the query fits, the best first; an emoji itself finds itself. */
export function searchEmoji(
  catalogue: readonly Emoji[],
  query: string,
  { limit = Number.POSITIVE_INFINITY, recent = [] }: SearchOptions = {},
): Emoji[] {
  const words = normalize(query)
    .split(/[\s_]+/u)
    .filter(Boolean);
  if (words.length === 0) return [];
  const itself = catalogue.find((emoji) => emoji.symbol === query.trim());
  if (itself) return [itself];
  return catalogue
    .map((emoji) => {
      const rank = words.reduce((sum, word) => sum + rankWord(emoji.terms, word), 0);
      return { emoji, rank: recent.includes(emoji.symbol) ? rank - 0.5 : rank };
    })
    .filter(({ rank }) => rank !== NO_MATCH)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ emoji }) => emoji);
}
