'use client';

import Search from 'lucide-react/icons/search';
import type { KeyboardEvent, RefObject } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';

interface EmojiSearchProps {
  field: RefObject<HTMLInputElement | null>;
  query: string;
  /** The grid it searches; null while there is none. */
  gridId: string | null;
  /** The cell that Enter takes. */
  activeId: string | undefined;
  onQuery: (query: string) => void;
  onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => void;
}

/** Keeps the focus while arrow keys move in the grid below it. */
export function EmojiSearch(props: EmojiSearchProps) {
  const { field, query, gridId, activeId, onQuery, onKeyDown } = props;
  const words = useAllMessages();
  return (
    <div className="relative min-w-0 flex-1">
      <Search
        className="pointer-events-none absolute start-3 top-3 size-5 text-muted"
        aria-hidden="true"
      />
      <input
        ref={field}
        type="search"
        role="combobox"
        aria-label={words.emoji.search}
        aria-haspopup="grid"
        aria-expanded={gridId !== null}
        aria-controls={gridId ?? undefined}
        aria-activedescendant={activeId}
        aria-autocomplete="list"
        autoComplete="off"
        placeholder={words.emoji.search}
        value={query}
        onChange={(event) => onQuery(event.target.value)}
        onKeyDown={onKeyDown}
        className="h-11 w-full rounded-full bg-sunken ps-10 pe-4 text-base outline-none focus-visible:ring-2 focus-visible:ring-accent"
      />
    </div>
  );
}
