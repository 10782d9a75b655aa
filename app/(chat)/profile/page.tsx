import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { ProfileScreen } from '@/components/profile/profile-screen';
import { parseTheme, THEME_COOKIE } from '@/components/ui/preferences';
import { words } from '@/components/words';

export const metadata: Metadata = { title: words.pageTitle(words.profile.title) };

export default async function ProfilePage() {
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  return <ProfileScreen theme={theme} />;
}
