'use client';

import { useEffect } from 'react';
import { usePeopleSearch } from '@/lib/client/hooks/use-people-search';
import type { PeopleSearchView } from '@/lib/client/types';

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
  const view = usePeopleSearch(query);
  useEffect(() => onFound({ query, view }), [query, view, onFound]);
  return null;
}
