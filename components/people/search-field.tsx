'use client';

import { useMessages } from '@/components/i18n/messages-provider';
import { SearchInput } from '@/components/ui/search-input';

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
  return (
    <SearchInput
      label={words.people.search}
      value={value}
      onChange={onChange}
      onKey={(event) => {
        if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
        event.preventDefault();
        onLeave(event.key);
      }}
      isBusy={isBusy}
      className="bg-hover focus:bg-surface md:min-h-10"
    />
  );
}
