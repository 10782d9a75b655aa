import { cookies } from 'next/headers';
import { notFound } from 'next/navigation';
import { LANGUAGE_COOKIE, parseLanguage } from '@/components/i18n/languages';
import { settingsCategoryIn } from '@/components/settings/settings-categories';
import { SettingsScreen } from '@/components/settings/settings-screen';
import { parseTheme, THEME_COOKIE } from '@/components/ui/preferences';
import { pages } from '@/lib/shared/urls';

interface SettingsPageProps {
  params: Promise<{ category?: string[] }>;
}

/** The settings: their list, and each category at an address of its own. */
export default async function SettingsPage({ params }: SettingsPageProps) {
  const { category } = await params;
  if (category && settingsCategoryIn([pages.settings, ...category].join('/')) === null) notFound();
  const jar = await cookies();
  const theme = parseTheme(jar.get(THEME_COOKIE)?.value);
  const language = parseLanguage(jar.get(LANGUAGE_COOKIE)?.value);
  return <SettingsScreen theme={theme} language={language} />;
}
