'use client';

import { useMemo } from 'react';
import { useChatClient } from '@/lib/client/chat-provider';
import { useClientValue } from '@/lib/client/hooks/use-client-value';
import { usePagedSearch } from '@/lib/client/hooks/use-paged-search';
import { rankFound } from '@/lib/client/selectors/people-ranking';
import type { PersonRow } from '@/lib/client/selectors/person-row';
import type { Views } from '@/lib/client/selectors/selectors';
import { isSameList } from '@/lib/client/store/memo';
import type { PeopleAnswer } from '@/lib/shared/dto';

export interface PeopleSearchView {
  people: readonly PersonRow[];
  isLoading: boolean;
  error: string | null;
  hasMore: boolean;
  loadMore(): void;
}

/** People whose name or e-mail matches, found by the server. */
export function usePeopleSearch(q: string): PeopleSearchView {
  const client = useChatClient();
  const text = q.trim();
  const { answers, isLoading, error, hasMore, loadMore } = usePagedSearch<PeopleAnswer>({
    key: ['people'],
    text,
    ask: (query, cursor) => client.people.search({ q: query, ...(cursor && { cursor }) }),
  });
  const { views } = client;
  // The rows found are part of the live state: presence, typing and counts stay current in them,
  // too.
  const read = useMemo(() => readerOf(views, idsOf(answers, text)), [views, answers, text]);
  const people = useClientValue(client, read);
  return useMemo(
    () => ({ people, isLoading, error, hasMore, loadMore }),
    [people, isLoading, error, hasMore, loadMore],
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
    if (!isSameList(rows, held)) held = rows;
    return held;
  };
}
