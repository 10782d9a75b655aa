import type { AllWords } from '@/components/i18n/all-english';
import {
  SETTINGS_CATEGORY_SIGNS,
  SETTINGS_SECTIONS,
  type SettingsFacts,
  type SettingsSection,
} from '@/components/settings/settings-table';
import { fold } from '@/lib/shared/text';

/** The sections that somebody has, in their order. */
export function listSettings(facts: SettingsFacts): SettingsSection[] {
  return SETTINGS_SECTIONS.filter(({ isShown }) => isShown?.(facts) ?? true);
}

/** A word, and what is before it in a text: nothing, or no letter and no digit. */
const wordsOf = (text: string): string[] => fold(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

/**
 * The sections of which every typed word begins a word, those with all of them in the title first; none
 * where nothing is typed.
 */
export function findSettings(
  sections: readonly SettingsSection[],
  query: string,
  words: AllWords,
): SettingsSection[] {
  const asked = wordsOf(query);
  if (asked.length === 0) return [];
  const isIn = (texts: readonly string[]) => {
    const there = texts.flatMap(wordsOf);
    return asked.every((word) => there.some((other) => other.startsWith(word)));
  };
  const found = sections.map((section) => {
    const title = section.title(words);
    const category = SETTINGS_CATEGORY_SIGNS[section.category].title(words);
    if (isIn([title])) return { section, rank: 0 };
    return isIn([title, category, ...section.words(words)]) ? { section, rank: 1 } : null;
  });
  return found
    .filter((entry) => entry !== null)
    .sort((left, right) => left.rank - right.rank)
    .map(({ section }) => section);
}
