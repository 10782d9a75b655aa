'use client';

import { useEffect } from 'react';
import type { PeopleSearchView } from '@/lib/client/types';
import { usePeopleSearch } from '@/lib/client/use-people-search';

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
