/** In the order in which they are shown. */
export const CATEGORIES = [
  'smileys',
  'people',
  'nature',
  'food',
  'travel',
  'activities',
  'objects',
  'symbols',
  'flags',
] as const;
export type Category = (typeof CATEGORIES)[number];

export interface Emoji {
  /** The character, or the sequence of characters, without a skin tone. */
  symbol: string;
  /** In the reader's language. */
  name: string;
  /** What it is found by, as `normalize` of search-emoji.ts leaves it: its whole name first. */
  terms: readonly string[];
  category: Category;
  takesTone: boolean;
}
