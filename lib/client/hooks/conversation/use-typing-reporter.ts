'use client';

import { useEffect, useMemo } from 'react';
import { useChatClient } from '@/lib/client/chat-provider';

export interface TypingReporter {
  onInput(text: string): void;
  stop(): void;
}

/** Tells one person that the signed-in one is typing. */
export function useTypingReporter(userId: string): TypingReporter {
  const client = useChatClient();
  const reporter = useMemo(() => {
    const typing = client.typingTo(userId);
    return { onInput: (text: string) => typing.onInput(text), stop: () => typing.stop() };
  }, [client, userId]);
  useEffect(() => reporter.stop, [reporter]);
  return reporter;
}
