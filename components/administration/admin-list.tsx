'use client';

import type { ReactNode } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';
import { LoadFailed } from '@/components/ui/load-failed';
import { Skeleton } from '@/components/ui/skeleton';

interface AdminListProps<T> {
  label: string;
  list: {
    items: readonly T[] | null;
    hasFailed: boolean;
    hasMore: boolean;
    isLoadingMore: boolean;
    loadMore: () => void;
    refresh: () => Promise<void>;
  };
  /** In place of an empty list. */
  empty: string;
  render: (item: T) => ReactNode;
}

/** A list with what comes before it is there, when it cannot be, and after its end. */
export function AdminList<T extends { _id: string }>(props: AdminListProps<T>) {
  const { label, list, empty, render } = props;
  const words = useAllMessages();
  if (list.hasFailed) {
    return (
      <LoadFailed retryLabel={words.common.retry} onRetry={() => void list.refresh()}>
        {words.administration.failed}
      </LoadFailed>
    );
  }
  if (!list.items) {
    return (
      <div className="flex flex-col gap-6 py-3" aria-hidden="true">
        {[0, 1, 2].map((row) => (
          <Skeleton key={row} className="h-9 w-full" />
        ))}
      </div>
    );
  }
  if (list.items.length === 0) return <p className="text-muted">{empty}</p>;
  return (
    <>
      <ul aria-label={label} className="-my-2 flex flex-col divide-y divide-line">
        {list.items.map((item) => (
          <li key={item._id} className="py-3">
            {render(item)}
          </li>
        ))}
      </ul>
      {list.hasMore && (
        <Button variant="secondary" isPending={list.isLoadingMore} onClick={list.loadMore}>
          {words.administration.more}
        </Button>
      )}
    </>
  );
}
