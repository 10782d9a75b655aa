'use client';

import { createContext, type ReactNode, useContext } from 'react';
import type { Language } from '@/components/i18n/languages';
import type { Theme } from '@/components/ui/preferences';

/** What this browser keeps in cookies, so that the server renders the choices as they are. */
export interface SettingsPreferences {
  theme: Theme;
  /** The language chosen here, or null for the browser's. */
  language: Language | null;
}

const SettingsPreferencesContext = createContext<SettingsPreferences>({
  theme: 'system',
  language: null,
});

/** Tells the sections below what this browser keeps. */
export function SettingsPreferencesProvider(props: {
  preferences: SettingsPreferences;
  children: ReactNode;
}) {
  return (
    <SettingsPreferencesContext value={props.preferences}>
      {props.children}
    </SettingsPreferencesContext>
  );
}

export const useSettingsPreferences = (): SettingsPreferences =>
  useContext(SettingsPreferencesContext);
