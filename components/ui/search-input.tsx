'use client';

import Search from 'lucide-react/icons/search';
import X from 'lucide-react/icons/x';
import { type KeyboardEvent, type RefObject, useRef } from 'react';
import { useMessages } from '@/components/i18n/messages-provider';
import { classNames } from '@/components/ui/class-names';
import { Spinner } from '@/components/ui/spinner';

interface SearchInputProps {
  /** What is looked for, in words: its name, and what it shows while it is empty. */
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Any other key but Escape, which empties it; one that does something prevents its default. */
  onKey: (event: KeyboardEvent) => void;
  /** Whether an answer is awaited. */
  isBusy?: boolean;
  /** How it stands out from what is around it. */
  className: string;
  inputRef?: RefObject<HTMLInputElement | null>;
}

/** A field to search with; a button empties it. */
export function SearchInput(props: SearchInputProps) {
  const { label, value, onChange, onKey, isBusy = false, className, inputRef } = props;
  const words = useMessages();
  const own = useRef<HTMLInputElement>(null);
  const input = inputRef ?? own;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape' && value) {
      event.preventDefault();
      onChange('');
    } else onKey(event);
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
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        maxLength={100}
        // Empty, it shows words of the page's direction.
        dir={value ? 'auto' : undefined}
        // The same on both sides: the text may run in either direction, and the button comes and goes.
        className={classNames(
          'block min-h-11 w-full rounded-control px-10 text-base text-ink transition-colors focus:outline-2 focus:-outline-offset-1 focus:outline-accent md:text-sm',
          className,
        )}
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
