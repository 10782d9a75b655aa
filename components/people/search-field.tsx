'use client';

import Search from 'lucide-react/icons/search';
import X from 'lucide-react/icons/x';
import { type KeyboardEvent, useRef } from 'react';
import { useMessages } from '@/components/i18n/messages-provider';
import { Spinner } from '@/components/ui/spinner';

interface SearchFieldProps {
  value: string;
  /** Whether an answer is awaited. */
  isBusy: boolean;
  onChange: (value: string) => void;
  /** Down or Enter: go on to what was found. */
  onLeave: (key: 'ArrowDown' | 'Enter') => void;
}

export function SearchField({ value, isBusy, onChange, onLeave }: SearchFieldProps) {
  const words = useMessages();
  const input = useRef<HTMLInputElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape' && value) {
      event.preventDefault();
      onChange('');
    } else if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault();
      onLeave(event.key);
    }
  };
  return (
    <search className="relative block">
      <span className="pointer-events-none absolute start-3 top-1/2 -translate-y-1/2 text-muted">
        {isBusy ? <Spinner className="size-4" /> : <Search className="size-4" aria-hidden="true" />}
      </span>
      <input
        ref={input}
        type="search"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        aria-label={words.people.search}
        placeholder={words.people.search}
        autoComplete="off"
        maxLength={100}
        // Empty, it shows words of the page's direction.
        dir={value ? 'auto' : undefined}
        // The same on both sides: the text may run in either direction, and the button comes and goes.
        className="block min-h-11 w-full rounded-control bg-hover text-base text-ink transition-colors focus:bg-surface focus:outline-2 focus:-outline-offset-1 focus:outline-accent md:min-h-10 md:text-sm px-10"
      />
      {value && (
        <button
          type="button"
          aria-label={words.people.clearSearch}
          onClick={() => {
            onChange('');
            input.current?.focus();
          }}
          className="absolute inset-y-0 end-0 flex w-11 items-center justify-center rounded-control text-muted hover:text-ink"
        >
          <X className="size-4" aria-hidden="true" />
        </button>
      )}
    </search>
  );
}
