import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { LANGUAGE_COOKIE, parseLanguage } from '@/components/i18n/languages';
import { getMessages } from '@/components/i18n/server-messages';
import { ProfileScreen } from '@/components/profile/profile-screen';
import { parseTheme, THEME_COOKIE } from '@/components/ui/preferences';

export async function generateMetadata(): Promise<Metadata> {
  const words = await getMessages();
  return { title: words.pageTitle(words.profile.title) };
}

export default async function ProfilePage() {
  const jar = await cookies();
  const theme = parseTheme(jar.get(THEME_COOKIE)?.value);
  const language = parseLanguage(jar.get(LANGUAGE_COOKIE)?.value);
  return <ProfileScreen theme={theme} language={language} />;
}
