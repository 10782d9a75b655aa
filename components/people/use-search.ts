'use client';

import { useMemo } from 'react';
import { useMessages } from '@/components/i18n/messages-provider';
import { useKnownPerson } from '@/lib/client/hooks/people/use-known-person';
import { useMe } from '@/lib/client/hooks/people/use-me';
import {
  type PeopleSearchView,
  usePeopleSearch,
} from '@/lib/client/hooks/people/use-people-search';

/** People found by the server, and before them the notes to oneself by the name they have here. */
export function useSearch(query: string): PeopleSearchView {
  const words = useMessages();
  const view = usePeopleSearch(query);
  const notes = useKnownPerson(useMe()._id);
  const q = query.trim().toLocaleLowerCase();
  const isNotes = q !== '' && words.notes.title.toLocaleLowerCase().startsWith(q);
  return useMemo(() => {
    if (!notes?.lastMessage || !isNotes) return view;
    const others = view.people.filter((person) => person._id !== notes._id);
    return { ...view, people: [notes, ...others] };
  }, [view, notes, isNotes]);
}
