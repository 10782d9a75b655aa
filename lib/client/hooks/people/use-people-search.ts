'use client';

import { useCallback, useMemo } from 'react';
import useSWRInfinite from 'swr/infinite';
import { useChatClient } from '@/lib/client/chat-provider';
import { useClientValue } from '@/lib/client/hooks/use-client-value';
import { useDebounced } from '@/lib/client/hooks/use-debounced';
import { rankFound } from '@/lib/client/selectors/people-ranking';
import type { PersonRow } from '@/lib/client/selectors/person-row';
import type { Views } from '@/lib/client/selectors/selectors';
import { toApiError } from '@/lib/client/transport/envelope';
import type { PeopleAnswer } from '@/lib/shared/dto';

export interface PeopleSearchView {
  people: readonly PersonRow[];
  isLoading: boolean;
  error: string | null;
  hasMore: boolean;
  loadMore(): void;
}

const NO_ANSWERS: readonly PeopleAnswer[] = [];

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
  const isSettled = settled === text;
  const isFailed = isSettled && Boolean(error);
  const answers = (isSettled && text !== '' && data) || NO_ANSWERS;
  const { views } = client;
  // The rows found are part of the live state: presence, typing and counts stay current in them,
  // too.
  const read = useMemo(() => readerOf(views, idsOf(answers, text)), [views, answers, text]);
  const people = useClientValue(client, read);
  const isMissing = answers.length < size;
  const loadMore = useCallback(() => {
    if (!isMissing) void setSize((pages) => pages + 1);
  }, [isMissing, setSize]);
  const isBusy = text !== '' && !isFailed && (!isSettled || isLoading || isMissing);
  const failure = isFailed ? toApiError(error).code : null;
  const hasMore = answers.at(-1)?.nextCursor != null;
  return useMemo(
    () => ({ people, isLoading: isBusy, error: failure, hasMore, loadMore }),
    [people, isBusy, failure, hasMore, loadMore],
  );
}

function idsOf(answers: readonly PeopleAnswer[], q: string): readonly string[] {
  const ranked = answers.flatMap(({ users }) => rankFound(users, q));
  return [...new Set(ranked.map((person) => person._id))];
}

/** Reads the rows of those people; the same array as long as they are the same rows. */
function readerOf(views: Views, userIds: readonly string[]) {
  let held = userIds.flatMap((userId) => views.person(userId) ?? []);
  return () => {
    const rows = userIds.flatMap((userId) => views.person(userId) ?? []);
    const isSame = rows.length === held.length && rows.every((row, i) => row === held[i]);
    if (!isSame) held = rows;
    return held;
  };
}
