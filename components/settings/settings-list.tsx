'use client';

import ChevronRight from 'lucide-react/icons/chevron-right';
import LogOut from 'lucide-react/icons/log-out';
import ServerCog from 'lucide-react/icons/server-cog';
import Link from 'next/link';
import { useState } from 'react';
import { useLogOut } from '@/components/auth/use-log-out';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { useServerFacts } from '@/components/invitation/server-facts';
import { findSettings } from '@/components/settings/find-settings';
import {
  FIRST_CATEGORY,
  SETTINGS_CATEGORIES,
  type SettingsCategory,
} from '@/components/settings/settings-categories';
import { SettingsLink } from '@/components/settings/settings-link';
import { SettingsSearch } from '@/components/settings/settings-search';
import {
  SETTINGS_CATEGORY_SIGNS,
  type SettingsSection,
} from '@/components/settings/settings-table';
import { BackLink } from '@/components/ui/back-link';
import { Button } from '@/components/ui/button';
import { pages } from '@/lib/shared/urls';

interface SettingsListProps {
  /** The one shown, or null where the address names none. */
  current: SettingsCategory | null;
  sections: readonly SettingsSection[];
  onOpen: (category: SettingsCategory, section?: string) => void;
}

const ROW_CLASS =
  'flex min-h-12 items-center gap-3 rounded-control px-3 py-2 font-medium hover:bg-hover aria-[current=page]:bg-accent-soft aria-[current=page]:text-accent md:data-beside:bg-accent-soft md:data-beside:text-accent';

/** The categories of the settings, a field that finds what is in them, and the way out. */
export function SettingsList({ current, sections, onOpen }: SettingsListProps) {
  const words = useAllMessages();
  const { logOut, dialog } = useLogOut();
  const { isAdministrator } = useServerFacts();
  const [query, setQuery] = useState('');
  const found = findSettings(sections, query, words);
  // One heading of the first rank: the category's, or that of the list where it stands alone.
  const Title = current ? 'p' : 'h1';
  return (
    <div className="flex flex-col gap-4">
      <header className="flex h-16 items-center gap-1">
        <BackLink href={pages.chat} label={words.profile.backToChats} />
        <Title className="text-heading font-semibold tracking-tight">
          {words.settingsPage.title}
        </Title>
      </header>
      <SettingsSearch query={query} onQuery={setQuery} found={found} onOpen={onOpen} />
      {!query.trim() && (
        <nav aria-label={words.settingsPage.title}>
          <ul className="flex flex-col gap-0.5">
            {SETTINGS_CATEGORIES.map((category) => {
              const { title, Icon } = SETTINGS_CATEGORY_SIGNS[category];
              return (
                <li key={category}>
                  <SettingsLink
                    category={category}
                    onOpen={onOpen}
                    aria-current={category === current ? 'page' : undefined}
                    // Where there is room for both, the first one stands beside the list by itself.
                    data-beside={!current && category === FIRST_CATEGORY ? '' : undefined}
                    className={ROW_CLASS}
                  >
                    <Icon className="size-5 shrink-0 text-muted" aria-hidden="true" />
                    <span className="flex-1">{title(words)}</span>
                    <Chevron />
                  </SettingsLink>
                </li>
              );
            })}
            {isAdministrator && (
              <li className="mt-2 border-t border-line pt-2">
                <Link href={pages.administration} prefetch={false} className={ROW_CLASS}>
                  <ServerCog className="size-5 shrink-0 text-muted" aria-hidden="true" />
                  <span className="flex-1">{words.administration.title}</span>
                  <Chevron />
                </Link>
              </li>
            )}
          </ul>
        </nav>
      )}
      <Button variant="danger" className="w-full" onClick={logOut}>
        <LogOut className="size-4" aria-hidden="true" />
        <span>{words.auth.logOut}</span>
      </Button>
      {dialog}
    </div>
  );
}

/** On a phone the list leads on to a page of its own. */
function Chevron() {
  return (
    <ChevronRight
      className="size-4 shrink-0 text-muted md:hidden rtl:-scale-x-100"
      aria-hidden="true"
    />
  );
}
