'use client';

import { useCallback } from 'react';
import useSWRInfinite from 'swr/infinite';
import { useDebounced } from '@/lib/client/hooks/use-debounced';
import { toApiError } from '@/lib/client/transport/envelope';

interface PagedSearchInput<Answer> {
  /** What sort of search it is, and what it is narrowed to. */
  key: readonly (string | number)[];
  /** "" for none. */
  text: string;
  /** Asks for a page; "" is the cursor of the first. */
  ask: (text: string, cursor: string) => Promise<Answer>;
}

interface PagedSearch<Answer> {
  /** Those of this text, page by page; the same array while nothing changes. */
  answers: readonly Answer[];
  isLoading: boolean;
  /** The code of what went wrong. */
  error: string | null;
  hasMore: boolean;
  loadMore(): void;
  retry(): void;
}

const NO_ANSWERS: readonly never[] = [];

/**
 * A search by the server, page by page. Each text has its own answer, so a slow one for an earlier text
 * never shows under a later one.
 */
export function usePagedSearch<Answer extends { nextCursor: string | null }>({
  key,
  text,
  ask,
}: PagedSearchInput<Answer>): PagedSearch<Answer> {
  const settled = useDebounced(text);
  const { data, error, isLoading, size, setSize, mutate } = useSWRInfinite<Answer, unknown>(
    (page: number, previous: Answer | null) => {
      if (settled === '') return null;
      const cursor = page === 0 ? '' : previous?.nextCursor;
      return cursor == null ? null : [...key, settled, cursor];
    },
    // Of the key, not of the text as it is by then: a page may be asked for after that has changed.
    (asked: readonly (string | number)[]) => ask(String(asked.at(-2)), String(asked.at(-1))),
    { revalidateFirstPage: false, revalidateOnFocus: false, keepPreviousData: false },
  );
  const isSettled = settled === text;
  const isFailed = isSettled && Boolean(error);
  const answers: readonly Answer[] = (isSettled && text !== '' && data) || NO_ANSWERS;
  const isMissing = answers.length < size;
  const loadMore = useCallback(() => {
    if (!isMissing) void setSize((pages) => pages + 1);
  }, [isMissing, setSize]);
  const retry = useCallback(() => void mutate(), [mutate]);
  return {
    answers,
    isLoading: text !== '' && !isFailed && (!isSettled || isLoading || isMissing),
    error: isFailed ? toApiError(error).code : null,
    hasMore: answers.at(-1)?.nextCursor != null,
    loadMore,
    retry,
  };
}
