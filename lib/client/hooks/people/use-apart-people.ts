'use client';

import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ChatClient } from '@/lib/client/chat-client';
import { useChatClient } from '@/lib/client/chat-provider';
import type { PeopleSearchView } from '@/lib/client/hooks/people/use-people-search';
import { useClientValue } from '@/lib/client/hooks/use-client-value';
import { activityOf } from '@/lib/client/selectors/people-order';
import type { PersonRow } from '@/lib/client/selectors/person-row';
import { keepRows } from '@/lib/client/store/memo';
import type { ChatState } from '@/lib/client/store/state';
import { toApiError } from '@/lib/client/transport/envelope';
import type { PersonDto } from '@/lib/shared/dto';
import { PAGE_MAX_COUNT } from '@/lib/shared/limits';

/** What stands in another list than the others. */
export type ApartKind = 'archived' | 'request';

const isIn: Record<ApartKind, (person: PersonDto) => boolean> = {
  archived: ({ settings }) => settings?.archived ?? false,
  // One that was deleted waits no longer.
  request: ({ settings, lastSeq, clearedSeq }) =>
    settings?.request === true && lastSeq > clearedSeq,
};

/** Those of a kind that are known, the newest first; the same array while nothing changes. */
function createRows(client: ChatClient, kind: ApartKind): () => readonly PersonRow[] {
  let rows: readonly PersonRow[] = [];
  let made: ChatState | null = null;
  let members: readonly PersonDto[] = [];
  return () => {
    const chat = client.store.getChat();
    if (chat === made) return rows;
    // Most of what happens changes nobody's row.
    if (chat.people !== made?.people) members = [...chat.people.values()].filter(isIn[kind]);
    made = chat;
    const next = members.flatMap(({ _id }) => client.views.person(_id) ?? []);
    next.sort((a, b) => (activityOf(a) < activityOf(b) ? 1 : -1));
    rows = keepRows(rows, next, (row) => row._id);
    return rows;
  };
}

/** The archived conversations, or the requests, loaded page by page, and kept current. */
export function useApartPeople(kind: ApartKind): PeopleSearchView {
  const client = useChatClient();
  const [listRows] = useState(() => createRows(client, kind));
  const people = useClientValue(client, listRows);
  const [cursor, setCursor] = useState<string | null>('');
  const [isLoading, setIsLoading] = useState(true);
  const [error, setError] = useState<string | null>(null);
  const load = useCallback(
    async (after: string) => {
      setIsLoading(true);
      setError(null);
      try {
        const query = {
          ...(kind === 'archived' ? { archived: '1' as const } : { requests: '1' as const }),
          limit: PAGE_MAX_COUNT,
          ...(after && { cursor: after }),
        };
        const answer = await client.api.people(query);
        client.store.dispatch({ type: 'people-loaded', answer, place: 'found' });
        setCursor(answer.nextCursor);
      } catch (failure) {
        setError(toApiError(failure).code);
      } finally {
        setIsLoading(false);
      }
    },
    [client, kind],
  );
  useEffect(() => {
    void load('');
  }, [load]);
  return useMemo(
    () => ({
      people,
      isLoading,
      error,
      hasMore: cursor !== null && cursor !== '',
      loadMore: () => {
        if (cursor && !isLoading) void load(cursor);
      },
    }),
    [people, isLoading, error, cursor, load],
  );
}
