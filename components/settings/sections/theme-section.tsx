'use client';

import { useAllMessages } from '@/components/i18n/use-all-messages';
import { LanguageChoice } from '@/components/profile/language-choice';
import { useSettingsPreferences } from '@/components/settings/settings-preferences';
import { Section } from '@/components/ui/section';
import { ThemeChoice } from '@/components/ui/theme-choice';

/** How Parley looks in this browser, and in which language. */
export function ThemeSection() {
  const words = useAllMessages().profile;
  const { theme, language } = useSettingsPreferences();
  return (
    <Section id="appearance" title={words.appearance}>
      <ThemeChoice label={words.appearance} names={words.theme} initial={theme} />
      <LanguageChoice initial={language} />
    </Section>
  );
}
