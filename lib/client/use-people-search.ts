'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import useSWRInfinite from 'swr/infinite';
import { useChatClient } from '@/lib/client/chat-provider';
import { toApiError } from '@/lib/client/envelope';
import type { PeopleAnswer, PeopleSearchView, PersonRow } from '@/lib/client/types';

const DEBOUNCE_MS = 200;

/** The one key of a page of a search. */
function searchKey(q: string, page: number, previous: PeopleAnswer | null) {
  if (q === '') return null;
  if (page === 0) return ['people', q, ''] as const;
  return previous?.nextCursor ? (['people', q, previous.nextCursor] as const) : null;
}

/**
 * People whose name or e-mail matches, found by the server. Each text has its own answer, so a slow
 * one for an earlier text never shows under a later one.
 */
export function usePeopleSearch(q: string): PeopleSearchView {
  const client = useChatClient();
  const text = q.trim();
  const settled = useDebounced(text);
  const { data, error, isLoading, size, setSize } = useSWRInfinite<
    PeopleAnswer,
    unknown,
    (page: number, previous: PeopleAnswer | null) => ReturnType<typeof searchKey>
  >(
    (page, previous) => searchKey(settled, page, previous),
    ([, query, cursor]) => client.people.search({ q: query, ...(cursor ? { cursor } : {}) }),
    { revalidateFirstPage: false, revalidateOnFocus: false, keepPreviousData: false },
  );
  const { store, views } = client;
  const isSettled = settled === text;
  const isFailed = isSettled && Boolean(error);
  const answers = isSettled && text !== '' ? (data ?? []) : [];
  const ids = new Set(answers.flatMap((answer) => answer.users.map((person) => person._id)));
  // The rows found are part of the live state: presence, typing and counts stay true in them too.
  const read = () => (ids.size > 0 ? store.getChat() : null);
  useSyncExternalStore(store.subscribe, read, read);
  const people = [...ids].map((id) => views.person(id)).filter((row): row is PersonRow => !!row);
  return {
    people,
    isLoading: text !== '' && !isFailed && (!isSettled || isLoading || answers.length < size),
    error: isFailed ? toApiError(error).message : null,
    hasMore: answers.at(-1)?.nextCursor != null,
    loadMore: () => void setSize((pages) => pages + 1),
  };
}

function useDebounced(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
