'use client';

import { useMemo } from 'react';
import { useChatClient } from '@/lib/client/chat-provider';
import { usePagedSearch } from '@/lib/client/hooks/use-paged-search';
import type { SearchAnswer } from '@/lib/shared/dto';

export type FoundMessage = SearchAnswer['results'][number];

export interface MessageSearchView {
  found: readonly FoundMessage[];
  isLoading: boolean;
  /** The code of what went wrong. */
  error: string | null;
  hasMore: boolean;
  loadMore(): void;
  retry(): void;
}

interface MessageSearchInput {
  q: string;
  /** Only in the conversation with this person. */
  userId?: string | undefined;
  limit: number;
}

/** Messages found by the server, the newest first. Nothing counts as seen by being found. */
export function useMessageSearch({ q, userId, limit }: MessageSearchInput): MessageSearchView {
  const client = useChatClient();
  const { answers, isLoading, error, hasMore, loadMore, retry } = usePagedSearch<SearchAnswer>({
    key: ['messages', userId ?? '', limit],
    text: q.trim(),
    ask: (text, cursor) =>
      client.searchMessages({
        q: text,
        limit,
        ...(userId && { userId }),
        ...(cursor && { cursor }),
      }),
  });
  const found = useMemo(() => answers.flatMap(({ results }) => results), [answers]);
  return useMemo(
    () => ({ found, isLoading, error, hasMore, loadMore, retry }),
    [found, isLoading, error, hasMore, loadMore, retry],
  );
}
