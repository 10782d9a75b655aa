'use client';

import { useCallback, useMemo, useRef, useState } from 'react';
import { useChatClient } from '@/lib/client/chat-provider';
import { useClientValue } from '@/lib/client/hooks/use-client-value';
import {
  addPage,
  type FetchedPhotos,
  joinPhotos,
  type SharedPhoto,
} from '@/lib/client/selectors/shared-photos';
import { toApiError } from '@/lib/client/transport/envelope';

export interface SharedPhotosView {
  /** Oldest first: those the server told of, those of the loaded messages, and those on their way. */
  photos: SharedPhoto[];
  /** null until it is known, and when there are more than are counted. */
  total: number | null;
  /** Whether the server has been asked and has answered. */
  isKnown: boolean;
  isLoading: boolean;
  error: string | null;
  hasMore: boolean;
  /** Asks for the newest the first time, then for older ones; nothing is asked before. */
  loadMore(): void;
}

/**
 * The pictures of one conversation: those of its loaded messages at once, and all of them page by
 * page as they are asked for. For another person give the component another key: it starts again
 * only then.
 */
export function useSharedPhotos(userId: string): SharedPhotosView {
  const client = useChatClient();
  const items = useClientValue(client, () => client.views.photos(userId));
  const [fetched, setFetched] = useState<FetchedPhotos | null>(null);
  const [isLoading, setIsLoading] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const isBusy = useRef(false);
  const next = fetched ? fetched.nextBefore : undefined;

  const loadMore = useCallback(() => {
    if (isBusy.current || next === null) return;
    isBusy.current = true;
    setIsLoading(true);
    setError(null);
    const myId = client.store.getChat().me._id;
    client
      .listImages(userId, next === undefined ? {} : { before: next })
      .then(
        (answer) => setFetched((held) => addPage(held, answer, myId)),
        (reason: unknown) => setError(toApiError(reason).code),
      )
      .finally(() => {
        isBusy.current = false;
        setIsLoading(false);
      });
  }, [client, userId, next]);

  return useMemo(
    () => ({
      ...joinPhotos(fetched, items, (seq) => client.views.rows(userId).isWithoutImage(seq)),
      isKnown: fetched !== null,
      isLoading,
      error,
      hasMore: next !== null,
      loadMore,
    }),
    [client, userId, fetched, items, isLoading, error, next, loadMore],
  );
}
