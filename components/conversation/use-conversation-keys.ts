'use client';

import { useEffect, useRef } from 'react';
import { openConversation, useOpenUserId } from '@/components/navigation/navigation';
import {
  CONVERSATION_PANE_ID,
  hasTwoPanes,
  LIST_PANE_ID,
} from '@/components/navigation/pane-layout';
import { useChatClient } from '@/lib/client/chat-provider';

/** Where Esc means something else. */
const OWN_ESCAPE = '[role="dialog"], [role="menu"], [role="listbox"], [role="separator"]';

const focusList = () =>
  document.getElementById(LIST_PANE_ID)?.querySelector<HTMLElement>('a[tabindex="0"]')?.focus();

/**
 * Alt with Up or Down goes to the conversation above or below; Esc in a conversation goes back to
 * its row in the list. The focus goes along, and is never left behind on what is no longer there.
 */
export function useConversationKeys(): void {
  const client = useChatClient();
  const openUserId = useOpenUserId();
  /** Where the focus goes once the address has changed. */
  const next = useRef<'list' | 'conversation' | null>(null);

  useEffect(() => {
    if (next.current === 'list') focusList();
    // On touch the text field does not take the focus by itself.
    else if (next.current && openUserId && document.activeElement === document.body) {
      document.getElementById(CONVERSATION_PANE_ID)?.focus();
    }
    next.current = null;
  }, [openUserId]);

  useEffect(() => {
    const step = (by: 1 | -1) => {
      const listed = client.views.listed();
      const index = listed.findIndex((person) => person._id === openUserId);
      const target = listed[index < 0 ? 0 : index + by];
      if (!target) return;
      next.current = 'conversation';
      openConversation(target._id);
    };
    const leave = () => {
      if (hasTwoPanes()) {
        focusList();
        return;
      }
      next.current = 'list';
      openConversation(null);
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      const target = event.target instanceof Element ? event.target : document.body;
      if (event.altKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
        if (document.querySelector('[role="dialog"]')) return;
        event.preventDefault();
        step(event.key === 'ArrowDown' ? 1 : -1);
      } else if (event.key === 'Escape' && !event.altKey) {
        if (!target.closest(`#${CONVERSATION_PANE_ID}`) || target.closest(OWN_ESCAPE)) return;
        event.preventDefault();
        leave();
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [client, openUserId]);
}
