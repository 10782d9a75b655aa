'use client';

import { useEffect, useMemo } from 'react';
import { useChatClient } from '@/lib/client/chat-provider';
import { useClientValue } from '@/lib/client/hooks/use-client-value';
import type { ConversationRows } from '@/lib/client/selectors/conversation-rows';
import { lastSeqOf } from '@/lib/client/store/state';
import { type ClientState, NOT_LOADED } from '@/lib/client/store/store';
import { watermarksOf } from '@/lib/client/store/watermarks';
import { firstReceivedAfter } from '@/lib/client/sync/new-divider';

export interface ConversationView {
  /** Stored messages by `seq`, then what is still on its way. */
  rows: ConversationRows;
  isLoading: boolean;
  error: string | null;
  retry(): void;
  hasBefore: boolean;
  /** Loads older messages: one page, or several at once. */
  loadBefore(pages?: number): Promise<void>;
  isLoadingBefore: boolean;
  /** Why older messages did not come; cleared when they are loaded again. */
  beforeError: string | null;
  /**
   * Below the "new messages" divider: unseen when the conversation was opened, or received unseen
   * since.
   */
  firstUnseenSeq: number | null;
  lastSeq: number;
  typing: boolean;
}

/** One conversation, kept current while it is on the screen. Opening it marks nothing as seen. */
export function useConversation(userId: string): ConversationView {
  const client = useChatClient();
  const { store, views, conversations } = client;
  useEffect(() => client.openConversation(userId), [client, userId]);

  const rows = useClientValue(client, () => views.rows(userId));
  const held = useClientValue(client, () => store.getChat().conversations.get(userId));
  const load = useClientValue(client, () => store.getState().loads.get(userId)) ?? NOT_LOADED;
  const firstUnseenSeq = useClientValue(client, () => findFirstUnseen(store.getState(), userId));
  const lastSeq = useClientValue(client, () => lastSeqOf(store.getChat(), userId));
  const typing = useClientValue(client, () => store.getChat().typing.has(userId));

  return useMemo(() => {
    const range = held?.range ?? null;
    return {
      rows,
      isLoading: load.isLoading || (range === null && load.error === null),
      error: load.error,
      retry: () => void conversations.load(userId),
      hasBefore: range !== null && range.from > (held?.startSeq ?? 1),
      loadBefore: (pages) => conversations.loadBefore(userId, pages),
      isLoadingBefore: load.isLoadingBefore,
      beforeError: load.beforeError,
      firstUnseenSeq,
      lastSeq,
      typing,
    };
  }, [conversations, userId, rows, held, load, firstUnseenSeq, lastSeq, typing]);
}

function findFirstUnseen({ chat, loads }: ClientState, userId: string): number | null {
  const load = loads.get(userId);
  if (load?.isOpened) return load.firstUnseenSeq;
  // At the first paint the conversation is not open yet; it will open with this number.
  return firstReceivedAfter(chat, userId, watermarksOf(chat, userId).mySeenSeq);
}
