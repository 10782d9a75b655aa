'use client';

import Search from 'lucide-react/icons/search';
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { useOfferedPeople } from '@/components/people/use-offered-people';
import { PersonAvatar } from '@/components/person/person-avatar';
import { PersonName } from '@/components/person/person-name';
import { Badge } from '@/components/ui/badge';
import { classNames } from '@/components/ui/class-names';
import type { PersonRow } from '@/lib/client/selectors/person-row';

interface PersonPickerProps {
  /** What the field is called. */
  label: string;
  placeholder: string;
  /** As many are offered. */
  count: number;
  /** Who is left out; must stay the same function. */
  isOffered?: (person: PersonRow) => boolean;
  onChoose: (userId: string) => void;
}

const isAnybody = () => true;

/** Chooses one person: the focus stays in the field while the arrow keys choose below it. */
export function PersonPicker(props: PersonPickerProps) {
  const { label, placeholder, count, isOffered = isAnybody, onChoose } = props;
  const words = useAllMessages();
  const [q, setQ] = useState('');
  const [activeId, setActiveId] = useState<string | null>(null);
  const listId = useId();
  const field = useRef<HTMLInputElement>(null);
  const query = q.trim();
  const offered = useOfferedPeople(query, count);
  const people = offered.people.filter(isOffered);
  // By person, not by position: a new message may change the order right before Enter.
  const active = Math.max(
    0,
    people.findIndex((person) => person._id === activeId),
  );
  const activeOption = people[active] ? `${listId}-${active}` : undefined;

  // The dialog looks for it when it opens. Where it comes into one that is open, it takes the focus itself, before
  // it can be seen: what is typed then goes into it.
  useLayoutEffect(() => {
    const isLate = field.current?.closest('[role="dialog"]')?.contains(document.activeElement);
    if (isLate && matchMedia('(pointer: fine)').matches) field.current?.focus();
  }, []);
  useEffect(() => {
    if (activeId !== null && activeOption) {
      document.getElementById(activeOption)?.scrollIntoView({ block: 'nearest' });
    }
  }, [activeId, activeOption]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : people.length - 1;
      setActiveId(people[(active + step) % people.length]?._id ?? null);
    }
    const chosen = people[active];
    if (event.key === 'Enter' && chosen) {
      event.preventDefault();
      onChoose(chosen._id);
    }
  };
  const nobody = query === '' ? words.people.nobody : words.people.noResults(query);

  return (
    <>
      <div className="flex shrink-0 items-center gap-3 border-b border-line px-4">
        <Search className="size-5 shrink-0 text-muted" aria-hidden="true" />
        <input
          ref={field}
          data-first-focus
          role="combobox"
          aria-label={label}
          aria-expanded={people.length > 0}
          aria-controls={listId}
          aria-activedescendant={activeOption}
          aria-autocomplete="list"
          autoComplete="off"
          dir={q ? 'auto' : undefined}
          value={q}
          placeholder={placeholder}
          onChange={(event) => {
            setQ(event.target.value);
            setActiveId(null);
          }}
          onKeyDown={onKeyDown}
          className="min-h-14 w-full bg-transparent text-base outline-none"
        />
      </div>
      <div
        id={listId}
        role="listbox"
        aria-label={words.people.conversations}
        className={classNames('overflow-y-auto p-2', people.length > 0 ? 'min-h-28' : 'min-h-0')}
      >
        {people.map((person, position) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and points here
          <div
            key={person._id}
            id={`${listId}-${position}`}
            role="option"
            aria-selected={position === active}
            onClick={() => onChoose(person._id)}
            onPointerMove={() => setActiveId(person._id)}
            className={classNames(
              'flex min-h-12 cursor-default items-center gap-3 rounded-control px-3 py-1.5',
              position === active && 'bg-hover',
            )}
          >
            <PersonAvatar person={person} size="small" />
            <PersonName person={person} />
            {person.unseen > 0 && (
              <Badge count={person.unseen} label={words.people.unread(person.unseen)} />
            )}
          </div>
        ))}
      </div>
      {people.length === 0 && (
        <p className="px-5 pb-5 text-muted">
          {offered.isLoading ? words.people.searching : nobody}
        </p>
      )}
    </>
  );
}
