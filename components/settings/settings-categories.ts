import { pages } from '@/lib/shared/urls';

/** The categories of the settings, in the order of their list; each is a part of an address. */
export const SETTINGS_CATEGORIES = [
  'profile',
  'account',
  'privacy',
  'notifications',
  'appearance',
  'devices',
  'data',
] as const;

export type SettingsCategory = (typeof SETTINGS_CATEGORIES)[number];

/** Shown beside the list where no category is named and there is room for both. */
export const FIRST_CATEGORY: SettingsCategory = 'profile';

/** The path of a category of the settings, at one of its sections. */
export function settingsUrl(category: SettingsCategory, section?: string): string {
  return `${pages.settings}/${category}${section ? `#${section}` : ''}`;
}

/** The category that a path under the settings names, or null: their list, or nothing that there is. */
export function settingsCategoryIn(pathname: string): SettingsCategory | null {
  const name = pathname.startsWith(`${pages.settings}/`)
    ? pathname.slice(pages.settings.length + 1)
    : '';
  return SETTINGS_CATEGORIES.find((category) => category === name) ?? null;
}
