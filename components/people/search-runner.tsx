'use client';

import { useEffect } from 'react';
import { useSearch } from '@/components/people/use-search';
import type { PeopleSearchView } from '@/lib/client/hooks/people/use-people-search';

export interface FoundPeople {
  query: string;
  view: PeopleSearchView;
}

interface SearchRunnerProps {
  query: string;
  onFound: (found: FoundPeople) => void;
}

/** Searches and hands on what it finds. Shows nothing: it is a component to be fetched when needed. */
export function SearchRunner({ query, onFound }: SearchRunnerProps) {
  const view = useSearch(query);
  useEffect(() => onFound({ query, view }), [query, view, onFound]);
  return null;
}
