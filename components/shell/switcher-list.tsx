'use client';

import Search from 'lucide-react/icons/search';
import { type KeyboardEvent, useId, useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { openConversation } from '@/components/navigation/navigation';
import { useOfferedPeople } from '@/components/people/use-offered-people';
import { PersonAvatar } from '@/components/person/person-avatar';
import { PersonName } from '@/components/person/person-name';
import { Badge } from '@/components/ui/badge';
import { classNames } from '@/components/ui/class-names';

const SHOWN = 8;

/** A combobox of people: the focus stays in the field while the arrow keys choose below it. */
export function SwitcherList({ onDone }: { onDone: () => void }) {
  const words = useAllMessages();
  const [q, setQ] = useState('');
  const [activeId, setActiveId] = useState<string | null>(null);
  const listId = useId();
  const query = q.trim();
  const { people, isLoading } = useOfferedPeople(query, SHOWN);
  // By person, not by position: a new message may change the order right before Enter.
  const active = Math.max(
    0,
    people.findIndex((person) => person._id === activeId),
  );

  const open = (userId: string) => {
    onDone();
    openConversation(userId);
  };
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
      open(chosen._id);
    }
  };

  return (
    <>
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Search className="size-5 shrink-0 text-muted" aria-hidden="true" />
        <input
          role="combobox"
          aria-label={words.switcher.title}
          aria-expanded={people.length > 0}
          aria-controls={listId}
          aria-activedescendant={people[active] ? `${listId}-${active}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          dir={q ? 'auto' : undefined}
          value={q}
          placeholder={words.switcher.placeholder}
          onChange={(event) => {
            setQ(event.target.value);
            setActiveId(null);
          }}
          onKeyDown={onKeyDown}
          className="min-h-14 w-full bg-transparent text-base outline-none"
        />
      </div>
      <div id={listId} role="listbox" aria-label={words.people.conversations} className="p-2">
        {people.map((person, position) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and points here
          <div
            key={person._id}
            id={`${listId}-${position}`}
            role="option"
            aria-selected={position === active}
            onClick={() => open(person._id)}
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
          {isLoading ? words.people.searching : words.people.noResults(query)}
        </p>
      )}
      <p className="border-t border-line px-5 py-2.5 text-meta text-muted">{words.switcher.hint}</p>
    </>
  );
}
