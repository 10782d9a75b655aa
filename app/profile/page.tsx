import { redirect } from 'next/navigation';
import { settingsUrl } from '@/components/settings/settings-categories';

/** Where the profile was before the settings had categories: old links and bookmarks go on working. */
export default function ProfilePage() {
  redirect(settingsUrl('profile'));
}
