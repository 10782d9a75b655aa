'use client';

import { useEffect, useMemo } from 'react';
import useSWRInfinite from 'swr/infinite';
import { useChatClient } from '@/lib/client/chat-provider';
import { useClientValue } from '@/lib/client/hooks/use-client-value';
import { toApiError } from '@/lib/client/transport/envelope';
import type { FilesAnswer, SharedFileDto } from '@/lib/shared/dto';

export interface SharedFilesView {
  /** Newest first; null until they are known. */
  files: readonly SharedFileDto[] | null;
  /** The code of what went wrong. */
  error: string | null;
  isLoading: boolean;
  hasMore: boolean;
  loadMore(): void;
  retry(): void;
}

/** The files and voice notes of one conversation, page by page; asked for again with every change of it. */
export function useSharedFiles(userId: string): SharedFilesView {
  const client = useChatClient();
  const rows = useClientValue(client, () => client.views.rows(userId));
  const version = useClientValue(client, () => {
    const held = client.store.getChat().conversations.get(userId);
    return `${held?.range?.to ?? 0} ${held?.rev ?? 0}`;
  });
  const { data, error, size, setSize, mutate, isValidating } = useSWRInfinite<FilesAnswer, unknown>(
    (page: number, previous: FilesAnswer | null) => {
      if (page === 0) return ['shared-files', userId, 0];
      return previous?.nextBefore ? ['shared-files', userId, previous.nextBefore] : null;
    },
    ([, , before]: readonly [string, string, number]) =>
      client.listFiles(userId, before > 0 ? { before } : {}),
    { revalidateFirstPage: false, revalidateOnFocus: false },
  );
  useEffect(() => {
    if (version) void mutate();
  }, [version, mutate]);
  return useMemo(() => {
    const files = data?.flatMap((page) => page.files) ?? null;
    return {
      // Deleted a moment ago, it is gone before the server is asked.
      files: files?.filter(({ seq }) => !rows.isWithoutFile(seq)) ?? null,
      error: error && !data ? toApiError(error).code : null,
      isLoading: isValidating && (data?.length ?? 0) < size,
      hasMore: data?.at(-1)?.nextBefore != null,
      loadMore: () => void setSize(size + 1),
      retry: () => void mutate(),
    };
  }, [data, rows, error, isValidating, size, setSize, mutate]);
}
