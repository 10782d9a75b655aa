'use client';

import ArrowLeft from 'lucide-react/icons/arrow-left';
import { Activity, useEffect, useRef, useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { useServerFacts } from '@/components/invitation/server-facts';
import { usePasskeys } from '@/components/profile/account/use-proof';
import { listSettings } from '@/components/settings/find-settings';
import {
  FIRST_CATEGORY,
  type SettingsCategory,
  settingsUrl,
} from '@/components/settings/settings-categories';
import { SettingsList } from '@/components/settings/settings-list';
import {
  openSettings,
  returnToSettings,
  useSettingsCategory,
  useSettingsHistory,
} from '@/components/settings/settings-navigation';
import {
  type SettingsPreferences,
  SettingsPreferencesProvider,
} from '@/components/settings/settings-preferences';
import {
  SETTINGS_CATEGORY_SIGNS,
  type SettingsSection,
} from '@/components/settings/settings-table';
import { classNames } from '@/components/ui/class-names';
import { IconButton } from '@/components/ui/icon-button';
import { useMe } from '@/lib/client/hooks/people/use-me';

const headingId = (category: SettingsCategory) => `settings-${category}`;

/** Lets who reads by ear or by key go on where the page now is. */
function goToHeading(id: string): void {
  const heading = document.getElementById(id);
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  heading.scrollIntoView({ block: 'start' });
}

function focusLink(category: SettingsCategory): void {
  const link = document.querySelector(`a[href="${settingsUrl(category)}"]`);
  if (link instanceof HTMLElement) link.focus();
}

/** The list of categories beside the one that is open; on a phone, one of the two. */
export function SettingsScreen(preferences: SettingsPreferences) {
  const words = useAllMessages();
  const { providerOnly = false } = useMe();
  const { mayInvite } = useServerFacts();
  const named = useSettingsCategory();
  const category = named ?? FIRST_CATEGORY;
  useSettingsHistory();
  const { data: passkeys = [] } = usePasskeys();
  const hasPasskeys = passkeys.length > 0;
  const sections = listSettings({ providerOnly, hasPasskeys, mayInvite });

  // What was opened stays, with what was typed in it, until the settings are left.
  const [opened, setOpened] = useState<readonly SettingsCategory[]>([category]);
  if (!opened.includes(category)) setOpened([...opened, category]);

  const [wanted, setWanted] = useState<{ id: string } | null>(null);
  const open = (next: SettingsCategory, section?: string) => {
    openSettings(next, section);
    setWanted({ id: section ?? headingId(next) });
  };
  useEffect(() => {
    if (wanted && category) goToHeading(wanted.id);
  }, [wanted, category]);

  // Back at the list, on from where it was left.
  const left = useRef(named);
  useEffect(() => {
    if (named === null && left.current) focusLink(left.current);
    left.current = named;
  }, [named]);

  const title = named ? SETTINGS_CATEGORY_SIGNS[named].title(words) : words.settingsPage.title;
  return (
    <SettingsPreferencesProvider preferences={preferences}>
      <title>{words.pageTitle(title)}</title>
      <main className="mx-auto grid min-h-dvh max-w-5xl grid-cols-1 px-4 pt-safe pb-safe md:grid-cols-[16rem_minmax(0,36rem)] md:justify-center md:gap-8">
        <div
          className={classNames(
            'pt-2 pb-12 md:sticky md:top-0 md:max-h-dvh md:overflow-y-auto md:px-1',
            named && 'max-md:hidden',
          )}
        >
          <SettingsList current={named} sections={sections} onOpen={open} />
        </div>
        <div className={classNames('pt-2 pb-12', !named && 'max-md:hidden')}>
          {opened.map((each) => (
            <Activity key={each} mode={each === category ? 'visible' : 'hidden'}>
              <Category
                category={each}
                isNamed={named !== null}
                sections={sections.filter((section) => section.category === each)}
              />
            </Activity>
          ))}
        </div>
      </main>
    </SettingsPreferencesProvider>
  );
}

interface CategoryProps {
  category: SettingsCategory;
  isNamed: boolean;
  sections: readonly SettingsSection[];
}

function Category({ category, isNamed, sections }: CategoryProps) {
  const words = useAllMessages();
  const Title = isNamed ? 'h1' : 'h2';
  return (
    <div className="flex flex-col gap-4">
      <header className="flex h-16 items-center gap-1">
        <IconButton
          label={words.settingsPage.back}
          tip="below-end"
          className="-ms-3 md:hidden"
          onClick={returnToSettings}
        >
          <ArrowLeft className="size-5 rtl:-scale-x-100" aria-hidden="true" />
        </IconButton>
        <Title
          id={headingId(category)}
          className="text-heading font-semibold tracking-tight outline-none"
        >
          {SETTINGS_CATEGORY_SIGNS[category].title(words)}
        </Title>
      </header>
      {sections.map(({ id, Section }) => (
        <Section key={id} />
      ))}
    </div>
  );
}
