'use client';

import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { useChatClient } from '@/lib/client/chat-provider';

export interface DraftView {
  draft: string;
  setDraft(text: string): void;
}

/** What is typed for one person and not sent yet. */
export function useDraft(userId: string): DraftView {
  const { drafts } = useChatClient();
  const subscribe = useCallback((listener: () => void) => drafts.subscribe(listener), [drafts]);
  const draft = useSyncExternalStore(
    subscribe,
    () => drafts.get(userId),
    () => '',
  );
  useEffect(() => {
    const onStorage = ({ key }: StorageEvent) => {
      // The visible tab is the one typed in: its text must not be replaced.
      if (!document.hasFocus()) drafts.hear(key);
    };
    window.addEventListener('storage', onStorage);
    return () => window.removeEventListener('storage', onStorage);
  }, [drafts]);
  const setDraft = useCallback((text: string) => drafts.set(userId, text), [drafts, userId]);
  return { draft, setDraft };
}
