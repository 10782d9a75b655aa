'use client';

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { getBrowserClient, holdClient } from '@/lib/client/browser-client';
import type { ChatClient, PageSeed } from '@/lib/client/chat-client';
import type { OwnUserDto } from '@/lib/shared/dto';

const ChatContext = createContext<ChatClient | null>(null);

export interface ChatProviderProps {
  me: OwnUserDto;
  /** What the server rendered the page with. */
  seed?: PageSeed;
  children: ReactNode;
  /** For tests: instead of the one client of the browser tab. */
  client?: ChatClient;
}

/**
 * Gives the screens below their live data, beginning with what the server rendered. May be mounted
 * anew on each page: the connection and everything loaded stay.
 */
export function ChatProvider(props: ChatProviderProps): ReactNode {
  const { me, seed, children } = props;
  const [client] = useState(() => props.client ?? getBrowserClient(me));
  useSeed(client, seed);
  useEffect(() => holdClient(client), [client]);

  return <ChatContext value={client}>{children}</ChatContext>;
}

/** For pages under a provider that outlives them. */
export function usePageSeed(seed: PageSeed | undefined): void {
  useSeed(useChatClient(), seed);
}

/** Takes in what a page was rendered with, once, before anything below reads it. */
function useSeed(client: ChatClient, seed: PageSeed | undefined): void {
  useState(() => seed && client.seed(seed));
  useEffect(() => {
    if (!seed) return;
    client.seed(seed);
    client.store.notify();
  }, [client, seed]);
}

/** The client of the nearest provider. Screens use the hooks built on it instead. */
export function useChatClient(): ChatClient {
  const client = useContext(ChatContext);
  if (!client) throw new Error('This part of the screen needs a ChatProvider above it.');
  return client;
}
