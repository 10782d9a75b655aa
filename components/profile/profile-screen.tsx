'use client';

import LogOut from 'lucide-react/icons/log-out';
import { useLogOut } from '@/components/auth/use-log-out';
import type { Language } from '@/components/i18n/languages';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Invitation } from '@/components/invitation/invitation';
import { NotificationSettings } from '@/components/notifications/notification-settings';
import { BackToChats } from '@/components/profile/back-to-chats';
import { LanguageChoice } from '@/components/profile/language-choice';
import { LocalTimeSection } from '@/components/profile/local-time-section';
import { PasswordForm } from '@/components/profile/password-form';
import { ProfileForm } from '@/components/profile/profile-form';
import { SessionsList } from '@/components/profile/sessions-list';
import { WritingSection } from '@/components/profile/writing-section';
import { Button } from '@/components/ui/button';
import type { Theme } from '@/components/ui/preferences';
import { Section } from '@/components/ui/section';
import { ThemeChoice } from '@/components/ui/theme-choice';

interface ProfileScreenProps {
  theme: Theme;
  /** The language chosen here, or null for the browser's. */
  language: Language | null;
}

export function ProfileScreen({ theme, language }: ProfileScreenProps) {
  const words = useAllMessages();
  const { logOut, dialog } = useLogOut();
  return (
    <div className="min-h-dvh px-4 pt-safe pb-safe">
      <main className="mx-auto flex w-full max-w-xl flex-col gap-4 pt-2 pb-12">
        <header className="flex h-16 items-center gap-1">
          <BackToChats />
          <h1 className="text-heading font-semibold tracking-tight">{words.profile.title}</h1>
        </header>
        <ProfileForm />
        <LocalTimeSection />
        <Section id="appearance" title={words.profile.appearance}>
          <ThemeChoice
            label={words.profile.appearance}
            names={words.profile.theme}
            initial={theme}
          />
          <LanguageChoice initial={language} />
        </Section>
        <Section id="invitation" title={words.people.invite}>
          <Invitation />
        </Section>
        <WritingSection />
        <NotificationSettings />
        <SessionsList />
        <PasswordForm />
        <div className="flex pt-2">
          <Button variant="danger" className="w-full" onClick={logOut}>
            <LogOut className="size-4" aria-hidden="true" />
            <span>{words.auth.logOut}</span>
          </Button>
        </div>
        {dialog}
      </main>
    </div>
  );
}
