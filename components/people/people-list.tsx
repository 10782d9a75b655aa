'use client';

import { type RefObject, useState } from 'react';
import { PersonRow } from '@/components/people/person-row';
import { useListKeys } from '@/components/people/use-list-keys';
import { EndSentinel } from '@/components/ui/end-sentinel';
import { useWords } from '@/components/words/words-provider';
import type { PersonRow as Person } from '@/lib/client/types';

interface PeopleListProps {
  people: readonly Person[];
  openUserId: string | null;
  hasMore: boolean;
  onMore: () => void;
  listRef: RefObject<HTMLUListElement | null>;
}

/** One Tab stop, arrow keys inside, more rows before the end is reached. */
export function PeopleList({ people, openUserId, hasMore, onMore, listRef }: PeopleListProps) {
  const words = useWords();
  const { onKeyDown } = useListKeys(listRef);
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const isListed = (id: string | null) => people.some((person) => person._id === id);
  const tabStop = isListed(focusedId)
    ? focusedId
    : isListed(openUserId)
      ? openUserId
      : people[0]?._id;
  return (
    <>
      <ul
        ref={listRef}
        aria-label={words.people.conversations}
        onKeyDown={onKeyDown}
        className="flex flex-col gap-0.5 px-2 pb-2"
      >
        {people.map((person) => (
          <li key={person._id} onFocus={() => setFocusedId(person._id)}>
            <PersonRow
              person={person}
              isOpen={person._id === openUserId}
              isTabStop={person._id === tabStop}
            />
          </li>
        ))}
      </ul>
      {hasMore && (
        <>
          <EndSentinel onNear={onMore} version={people.length} />
          <p className="p-4 text-center text-muted">{words.people.loadingMore}</p>
        </>
      )}
    </>
  );
}
