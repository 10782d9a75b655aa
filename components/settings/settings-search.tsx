'use client';

import { type KeyboardEvent, useRef } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import type { SettingsCategory } from '@/components/settings/settings-categories';
import { SettingsLink } from '@/components/settings/settings-link';
import {
  SETTINGS_CATEGORY_SIGNS,
  type SettingsSection,
} from '@/components/settings/settings-table';
import { SearchInput } from '@/components/ui/search-input';

interface SettingsSearchProps {
  query: string;
  onQuery: (query: string) => void;
  found: readonly SettingsSection[];
  onOpen: (category: SettingsCategory, section?: string) => void;
}

/** Finds settings by their words. Enter opens the first; Down goes to what was found, Escape empties it. */
export function SettingsSearch({ query, onQuery, found, onOpen }: SettingsSearchProps) {
  const words = useAllMessages();
  const texts = words.settingsPage;
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const clear = () => {
    onQuery('');
    input.current?.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    const [first] = found;
    if (event.key === 'ArrowDown') moveFocus(1);
    else if (event.key === 'Enter' && first) onOpen(first.category, first.id);
    else return;
    event.preventDefault();
  };
  /** Up from the first of them is back to the field. */
  const moveFocus = (step: 1 | -1) => {
    const links = [...(list.current?.querySelectorAll('a') ?? [])];
    const next = links.findIndex((link) => link.matches(':focus')) + step;
    if (next < 0) input.current?.focus();
    else links[next]?.focus();
  };
  const onListKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') clear();
    else if (event.key === 'ArrowDown') moveFocus(1);
    else if (event.key === 'ArrowUp') moveFocus(-1);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <SearchInput
        label={texts.search}
        value={query}
        onChange={onQuery}
        onKey={onKey}
        className="bg-surface ring-1 ring-line ring-inset"
        inputRef={input}
      />
      <p role="status" className={found.length > 0 ? 'sr-only' : 'px-3 text-muted empty:hidden'}>
        {query.trim() && texts.found(found.length)}
      </p>
      {found.length > 0 && (
        <ul
          ref={list}
          aria-label={texts.results}
          onKeyDown={onListKeyDown}
          className="flex flex-col gap-0.5"
        >
          {found.map((section) => (
            <li key={section.id}>
              <SettingsLink
                category={section.category}
                section={section.id}
                onOpen={onOpen}
                className="flex min-h-12 flex-col justify-center rounded-control px-3 py-1.5 hover:bg-hover"
              >
                <span className="font-medium">{section.title(words)}</span>
                <span className="text-meta text-muted">
                  {SETTINGS_CATEGORY_SIGNS[section.category].title(words)}
                </span>
              </SettingsLink>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
