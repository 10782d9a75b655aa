'use client';

import { useEffect, useMemo, useState } from 'react';
import { useChatClient } from '@/lib/client/chat-provider';
import { useClientValue } from '@/lib/client/hooks/use-client-value';
import { type ConversationRows, NO_ROWS } from '@/lib/client/selectors/conversation-rows';
import { lastSeqOf } from '@/lib/client/store/state';
import { type ClientState, type Jump, type JumpTarget, NOT_LOADED } from '@/lib/client/store/store';
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
  /** Whether the rows end before the newest message, because the reader went to a place far from it. */
  hasAfter: boolean;
  loadAfter(): Promise<void>;
  isLoadingAfter: boolean;
  afterError: string | null;
  /** The last place gone to, and how that went. */
  jump: Jump | null;
  /** The last of one's own that are on their way, also while the rows do not reach as far. */
  pendingKey: string | null;
  /**
   * Below the "new messages" divider: unseen when the conversation was opened, or received unseen
   * since.
   */
  firstUnseenSeq: number | null;
  lastSeq: number;
  typing: boolean;
}

/**
 * One conversation, kept current while it is on the screen. Opening it marks nothing as seen. With
 * `openAt`, of which only the first counts, it opens at that message, and shows no others before.
 */
export function useConversation(
  userId: string,
  openAt: (JumpTarget & { to: 'message' }) | null = null,
): ConversationView {
  const client = useChatClient();
  const { store, views, conversations } = client;
  const [opening] = useState(openAt);
  useEffect(() => client.openConversation(userId, opening), [client, userId, opening]);

  const made = useClientValue(client, () => views.rows(userId));
  const held = useClientValue(client, () => store.getChat().conversations.get(userId));
  const load = useClientValue(client, () => store.getState().loads.get(userId)) ?? NOT_LOADED;
  const firstUnseenSeq = useClientValue(client, () => findFirstUnseen(store.getState(), userId));
  const lastSeq = useClientValue(client, () => lastSeqOf(store.getChat(), userId));
  const typing = useClientValue(client, () => store.getChat().typing.has(userId));
  const pendingKey = useClientValue(
    client,
    () => store.getChat().pending.get(userId)?.at(-1)?.clientId ?? null,
  );

  return useMemo(() => {
    const range = held?.range ?? null;
    const isOnTheWay =
      opening !== null &&
      !load.isOpened &&
      (load.jump === null || load.jump.state === 'loading') &&
      opening.seq <= lastSeq &&
      !(range && opening.seq >= range.from && opening.seq <= range.to);
    return {
      rows: isOnTheWay ? NO_ROWS : made,
      isLoading: isOnTheWay || load.isLoading || (range === null && load.error === null),
      error: load.error,
      retry: () => void conversations.load(userId),
      hasBefore: range !== null && range.from > (held?.startSeq ?? 1),
      loadBefore: (pages) => conversations.loadBefore(userId, pages),
      isLoadingBefore: load.isLoadingBefore,
      beforeError: load.beforeError,
      hasAfter: held?.isDetached ?? false,
      loadAfter: () => conversations.loadAfter(userId),
      isLoadingAfter: load.isLoadingAfter,
      afterError: load.afterError,
      jump: load.jump,
      pendingKey,
      firstUnseenSeq,
      lastSeq,
      typing,
    };
  }, [
    conversations,
    userId,
    opening,
    made,
    held,
    load,
    pendingKey,
    firstUnseenSeq,
    lastSeq,
    typing,
  ]);
}

function findFirstUnseen({ chat, loads }: ClientState, userId: string): number | null {
  const load = loads.get(userId);
  if (load?.isOpened) return load.firstUnseenSeq;
  // At the first paint the conversation is not open yet; it will open with this number.
  return firstReceivedAfter(chat, userId, watermarksOf(chat, userId).mySeenSeq);
}
