'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect } from 'react';
import { pushPage, returnToPage, stayWithin } from '@/components/ui/page-history';
import { MESSAGE_PARAMETER, messageSeqOf, messageUrl, pages } from '@/lib/shared/urls';

const CONVERSATION = new RegExp(`^${pages.chat}/([^/]+)/?$`);

const isChatPath = (pathname: string) => pathname === pages.chat || CONVERSATION.test(pathname);

/** Lets Back and Forward between list and conversations ask the server for nothing, as going on does. */
export function useConversationHistory(): void {
  useEffect(() => stayWithin(isChatPath), []);
}

function userIdIn(pathname: string): string | null {
  const id = CONVERSATION.exec(pathname)?.[1];
  return id ? decodeURIComponent(id).toLowerCase() : null;
}

/** The person whose conversation the address names, or null. */
export function useOpenUserId(): string | null {
  return userIdIn(usePathname());
}

/** The same at this moment, outside of rendering. */
export const openUserIdNow = (): string | null => userIdIn(location.pathname);

/** The number of the message at which the address opens the conversation, or null. */
export function useOpenSeq(): number | null {
  return messageSeqOf(useSearchParams().get(MESSAGE_PARAMETER));
}

/** The same at this moment, outside of rendering. */
export const openSeqNow = (): number | null =>
  messageSeqOf(new URLSearchParams(location.search).get(MESSAGE_PARAMETER));

/** Opens another conversation at a message. */
export function openMessage(userId: string, seq: number): void {
  pushPage(messageUrl(userId, seq));
}

/**
 * Opens a conversation (or, with null, the list) without asking the server for a page: everything
 * needed is in the store or fetched as data, so the switch takes one frame.
 */
export function openConversation(userId: string | null): void {
  const url = userId ? pages.conversation(userId) : pages.chat;
  if (location.pathname === url) return;
  // Opening a conversation from the list adds a history entry; going to the list goes back.
  if (userId) pushPage(url);
  else returnToPage(url);
}
