'use client';

import useSWRInfinite from 'swr/infinite';
import type { AdminPage } from '@/lib/client/transport/admin-client';

/** A list of the administrators' page, page by page: `urlOf` makes a page's address from its cursor. */
export function useAdminList<T>(
  urlOf: (query: { cursor?: string }) => string,
  load: (url: string) => Promise<AdminPage<T>>,
) {
  const { data, error, size, setSize, mutate, isValidating } = useSWRInfinite(
    (index: number, last: AdminPage<T> | null) => {
      if (index === 0) return urlOf({});
      return last?.nextCursor ? urlOf({ cursor: last.nextCursor }) : null;
    },
    load,
    { revalidateFirstPage: false },
  );
  const last = data?.at(-1);
  return {
    items: data?.flatMap(({ items }) => items) ?? null,
    total: last?.total ?? null,
    hasFailed: Boolean(error) && !data,
    hasMore: Boolean(last?.nextCursor),
    isLoadingMore: isValidating && (data?.length ?? 0) < size,
    loadMore: () => void setSize(size + 1),
    /** Reads what is shown again. */
    refresh: () => mutate().then(() => undefined),
  };
}
