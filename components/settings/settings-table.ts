import type { LucideIcon } from 'lucide-react';
import Bell from 'lucide-react/icons/bell';
import Download from 'lucide-react/icons/download';
import KeyRound from 'lucide-react/icons/key-round';
import MonitorSmartphone from 'lucide-react/icons/monitor-smartphone';
import Palette from 'lucide-react/icons/palette';
import ShieldCheck from 'lucide-react/icons/shield-check';
import UserRound from 'lucide-react/icons/user-round';
import type { ComponentType } from 'react';
import type { AllWords } from '@/components/i18n/all-english';
import { NotificationSettings } from '@/components/notifications/notification-settings';
import { BlocksSection } from '@/components/person/options/blocks-section';
import { DeleteAccountSection } from '@/components/profile/account/delete-account-section';
import { EmailForm } from '@/components/profile/account/email-form';
import { HandleForm } from '@/components/profile/account/handle-form';
import { PasskeysSection } from '@/components/profile/account/passkeys-section';
import { PasswordForm } from '@/components/profile/account/password-form';
import { PrivacySection } from '@/components/profile/account/privacy-section';
import { RecoveryCodesSection } from '@/components/profile/account/recovery-codes-section';
import { SecondFactorSection } from '@/components/profile/account/second-factor-section';
import { DataSection } from '@/components/profile/data-section';
import { LocalTimeSection } from '@/components/profile/local-time-section';
import { ProfileForm } from '@/components/profile/profile-form';
import { SessionsList } from '@/components/profile/sessions-list';
import { WritingSection } from '@/components/profile/writing-section';
import { BotsSection } from '@/components/settings/bots/bots-section';
import { InvitationSection } from '@/components/settings/sections/invitation-section';
import { ProfileLinkSection } from '@/components/settings/sections/profile-link-section';
import { ThemeSection } from '@/components/settings/sections/theme-section';
import type { SettingsCategory } from '@/components/settings/settings-categories';

/** What decides which settings somebody has. */
export interface SettingsFacts {
  /** Has no password: a provider or a passkey signs them in. */
  providerOnly: boolean;
  hasPasskeys: boolean;
  mayInvite: boolean;
}

/** One matter of the settings: a card with a heading. */
export interface SettingsSection {
  /** That of its heading, which makes its address: /settings/account#password. */
  id: string;
  category: SettingsCategory;
  title: (words: AllWords) => string;
  /** What else it is found by: words it shows, and what people call it. */
  words: (words: AllWords) => readonly string[];
  Section: ComponentType;
  /** Everybody has it where this is left out. */
  isShown?: (facts: SettingsFacts) => boolean;
}

/** The categories: what they are called in the list, and their sign there. */
export const SETTINGS_CATEGORY_SIGNS: Record<
  SettingsCategory,
  { title: (words: AllWords) => string; Icon: LucideIcon }
> = {
  profile: { title: ({ profile }) => profile.title, Icon: UserRound },
  account: { title: ({ settingsPage }) => settingsPage.account, Icon: KeyRound },
  privacy: { title: ({ settingsPage }) => settingsPage.privacy, Icon: ShieldCheck },
  notifications: { title: ({ notificationSettings }) => notificationSettings.title, Icon: Bell },
  appearance: { title: ({ settingsPage }) => settingsPage.appearance, Icon: Palette },
  devices: { title: ({ settingsPage }) => settingsPage.devices, Icon: MonitorSmartphone },
  data: { title: ({ settingsPage }) => settingsPage.data, Icon: Download },
};

/**
 * Every section of the settings, in the order in which a category shows them. A new one is a component
 * and an entry here; list, search and addresses follow from it.
 */
export const SETTINGS_SECTIONS: readonly SettingsSection[] = [
  {
    id: 'about-you',
    category: 'profile',
    title: ({ profile }) => profile.about,
    words: ({ auth, people, profile }) => [auth.fullName, profile.picture, people.about],
    Section: ProfileForm,
  },
  {
    id: 'handle',
    category: 'profile',
    title: ({ handle }) => handle.title,
    words: ({ handle }) => [handle.label, handle.hint],
    Section: HandleForm,
  },
  {
    id: 'profile-link',
    category: 'profile',
    title: ({ profileLink }) => profileLink.title,
    words: ({ profileLink }) => [profileLink.label, profileLink.code, profileLink.hint],
    Section: ProfileLinkSection,
  },
  {
    id: 'invitation',
    category: 'profile',
    title: ({ people }) => people.invite,
    words: ({ invitation }) => [invitation.link, invitation.hint, invitation.code],
    Section: InvitationSection,
    isShown: ({ mayInvite }) => mayInvite,
  },
  {
    id: 'email',
    category: 'account',
    title: ({ profile }) => profile.changeEmail,
    words: ({ profile }) => [profile.newEmail, profile.changeEmailHint],
    Section: EmailForm,
  },
  {
    id: 'password',
    category: 'account',
    title: ({ profile }) => profile.password,
    words: ({ profile }) => [profile.newPassword, profile.passwordHint],
    Section: PasswordForm,
    isShown: ({ providerOnly }) => !providerOnly,
  },
  {
    id: 'second-factor',
    category: 'account',
    title: ({ secondFactor }) => secondFactor.title,
    words: ({ secondFactor }) => [secondFactor.hint, secondFactor.scan],
    Section: SecondFactorSection,
    isShown: ({ providerOnly }) => !providerOnly,
  },
  {
    id: 'passkeys',
    category: 'account',
    title: ({ passkeys }) => passkeys.heading,
    words: ({ passkeys }) => [passkeys.hint, passkeys.add],
    Section: PasskeysSection,
  },
  {
    id: 'recovery-codes',
    category: 'account',
    title: ({ recovery }) => recovery.title,
    words: ({ auth, recovery }) => [recovery.hint, auth.forgot],
    Section: RecoveryCodesSection,
    // What they stand for, those of a provider alone have no use for.
    isShown: ({ providerOnly, hasPasskeys }) => !providerOnly || hasPasskeys,
  },
  {
    id: 'bots',
    category: 'account',
    title: ({ bots }) => bots.title,
    words: ({ bots }) => [bots.hint, bots.key, bots.webhook],
    Section: BotsSection,
  },
  {
    id: 'privacy',
    category: 'privacy',
    title: ({ privacy }) => privacy.title,
    words: ({ privacy }) => [privacy.hint, privacy.online, privacy.lastSeen, privacy.seen],
    Section: PrivacySection,
  },
  {
    id: 'local-time',
    category: 'privacy',
    title: ({ people }) => people.localTime,
    words: ({ profile }) => [profile.showLocalTime, profile.showLocalTimeHint],
    Section: LocalTimeSection,
  },
  {
    id: 'blocked',
    category: 'privacy',
    title: ({ settings }) => settings.blockedTitle,
    words: ({ settings }) => [settings.blockedListHint, settings.unblock],
    Section: BlocksSection,
  },
  {
    id: 'notifications',
    category: 'notifications',
    title: ({ notificationSettings }) => notificationSettings.title,
    words: ({ notificationSettings: texts }) => [
      texts.show,
      texts.previews,
      texts.sound,
      texts.test,
      texts.hint,
    ],
    Section: NotificationSettings,
  },
  {
    id: 'appearance',
    category: 'appearance',
    title: ({ profile }) => profile.appearance,
    words: ({ profile, settingsPage }) => [
      ...Object.values(profile.theme),
      profile.language,
      settingsPage.alsoTheme,
    ],
    Section: ThemeSection,
  },
  {
    id: 'writing',
    category: 'appearance',
    title: ({ writing }) => writing.title,
    words: ({ writing }) => [writing.enterSends, ...Object.values(writing.choices)],
    Section: WritingSection,
  },
  {
    id: 'devices',
    category: 'devices',
    title: ({ profile }) => profile.devices,
    words: ({ auth, profile, settingsPage }) => [
      profile.devicesHint,
      auth.logOut,
      settingsPage.alsoDevices,
    ],
    Section: SessionsList,
  },
  {
    id: 'data',
    category: 'data',
    title: ({ data }) => data.title,
    words: ({ data, settingsPage }) => [data.hint, settingsPage.alsoData],
    Section: DataSection,
  },
  {
    id: 'delete-account',
    category: 'data',
    title: ({ profile }) => profile.deleteAccount,
    words: ({ profile }) => [profile.deleteAccountHint],
    Section: DeleteAccountSection,
  },
];
