'use client';

import { useCallback, useMemo } from 'react';
import useSWRInfinite from 'swr/infinite';
import { useChatClient } from '@/lib/client/chat-provider';
import { useDebounced } from '@/lib/client/hooks/use-debounced';
import { toApiError } from '@/lib/client/transport/envelope';
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

const NO_ANSWERS: readonly SearchAnswer[] = [];

/** The one key of a page of a search. */
function searchKey(
  { q, userId = '', limit }: MessageSearchInput,
  page: number,
  previous: SearchAnswer | null,
) {
  if (q === '') return null;
  if (page === 0) return ['messages', q, userId, limit, ''] as const;
  const cursor = previous?.nextCursor;
  return cursor ? (['messages', q, userId, limit, cursor] as const) : null;
}

/**
 * Messages found by the server, the newest first. Each text has its own answer, so a slow one for an
 * earlier text never shows under a later one. Nothing counts as seen by being found.
 */
export function useMessageSearch({ q, userId, limit }: MessageSearchInput): MessageSearchView {
  const client = useChatClient();
  const text = q.trim();
  const settled = useDebounced(text);
  const { data, error, isLoading, size, setSize, mutate } = useSWRInfinite<
    SearchAnswer,
    unknown,
    (page: number, previous: SearchAnswer | null) => ReturnType<typeof searchKey>
  >(
    (page, previous) => searchKey({ q: settled, userId, limit }, page, previous),
    ([, query, within, count, cursor]) =>
      client.searchMessages({
        q: query,
        limit: count,
        ...(within && { userId: within }),
        ...(cursor && { cursor }),
      }),
    { revalidateFirstPage: false, revalidateOnFocus: false, keepPreviousData: false },
  );
  const isSettled = settled === text;
  const isFailed = isSettled && Boolean(error);
  const answers = (isSettled && text !== '' && data) || NO_ANSWERS;
  const found = useMemo(() => answers.flatMap(({ results }) => results), [answers]);
  const isMissing = answers.length < size;
  const loadMore = useCallback(() => {
    if (!isMissing) void setSize((pages) => pages + 1);
  }, [isMissing, setSize]);
  const retry = useCallback(() => void mutate(), [mutate]);
  const isBusy = text !== '' && !isFailed && (!isSettled || isLoading || isMissing);
  const failure = isFailed ? toApiError(error).code : null;
  const hasMore = answers.at(-1)?.nextCursor != null;
  return useMemo(
    () => ({ found, isLoading: isBusy, error: failure, hasMore, loadMore, retry }),
    [found, isBusy, failure, hasMore, loadMore, retry],
  );
}
