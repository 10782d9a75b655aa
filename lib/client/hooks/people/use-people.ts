'use client';
import { useMemo } from 'react';
import { useChatClient } from '@/lib/client/chat-provider';
import { useClientState } from '@/lib/client/hooks/use-client-state';
import { useClientValue } from '@/lib/client/hooks/use-client-value';
import type { PersonRow } from '@/lib/client/selectors/person-row';

export interface PeopleView {
  people: readonly PersonRow[];
  isLoading: boolean;
  hasMore: boolean;
  loadMore(): void;
  error: string | null;
  retry(): void;
}

/** The people list: conversations, newest activity first, then everybody else by name. */
export function usePeople(): PeopleView {
  const client = useChatClient();
  const people = useClientValue(client, () => client.views.listed());
  const { isLoading, error } = useClientState((state) => state.peopleLoad);
  const hasMore = useClientState((state) => state.chat.peopleCursor !== null);
  return useMemo(
    () => ({
      people,
      isLoading,
      error,
      hasMore,
      loadMore: () => void client.people.loadMore(),
      retry: () => void client.retryPeople(),
    }),
    [client, people, isLoading, error, hasMore],
  );
}
