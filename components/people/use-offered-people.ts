'use client';

import { useSearch } from '@/components/people/use-search';
import { usePeople } from '@/lib/client/hooks/people/use-people';
import { suggestPeople } from '@/lib/client/selectors/people-ranking';

/** Whom to offer where somebody is chosen: who was found, and without a search who is likely meant. */
export function useOfferedPeople(query: string, count: number) {
  const all = usePeople();
  const found = useSearch(query);
  const people = query ? found.people.slice(0, count) : suggestPeople(all.people, count);
  return { people, isLoading: query !== '' && found.isLoading };
}
