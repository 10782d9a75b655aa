'use client';

import { usePathname } from 'next/navigation';
import { useEffect } from 'react';
import {
  type SettingsCategory,
  settingsCategoryIn,
  settingsUrl,
} from '@/components/settings/settings-categories';
import { pushPage, returnToPage, stayWithin } from '@/components/ui/page-history';
import { pages } from '@/lib/shared/urls';

const isSettingsPath = (pathname: string) =>
  pathname === pages.settings || settingsCategoryIn(pathname) !== null;

/** Lets Back and Forward between the categories ask the server for nothing, as going on does. */
export function useSettingsHistory(): void {
  useEffect(() => stayWithin(isSettingsPath), []);
}

/** The category that the address names, or null for the list. */
export function useSettingsCategory(): SettingsCategory | null {
  return settingsCategoryIn(usePathname());
}

/** Opens a category, or one of its sections, without asking the server for a page. */
export function openSettings(category: SettingsCategory, section?: string): void {
  const url = settingsUrl(category, section);
  // A section of the category that is shown is no step of its own for Back.
  if (location.pathname === settingsUrl(category)) history.replaceState(history.state, '', url);
  else pushPage(url);
}

/** Goes from a category to the list of them. */
export function returnToSettings(): void {
  returnToPage(pages.settings);
}
