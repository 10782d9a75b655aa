'use client';

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { getBrowserClient, holdClient } from '@/lib/client/browser-client';
import type { ChatClient, InitialConversation } from '@/lib/client/chat-client';
import type { OwnUserDto, PeopleAnswer } from '@/lib/shared/dto';

const ChatContext = createContext<ChatClient | null>(null);

export interface ChatProviderProps {
  me: OwnUserDto;
  initialPeople: PeopleAnswer;
  initialConversation: InitialConversation | null;
  children: ReactNode;
  /** For tests: instead of the one client of the browser tab. */
  client?: ChatClient;
}

/**
 * Gives the screens below their live data, beginning with what the server rendered. May be mounted
 * anew on each page: the connection and everything loaded stay.
 */
export function ChatProvider(props: ChatProviderProps): ReactNode {
  const { me, initialPeople, initialConversation, children } = props;
  const [client] = useState(() => {
    const own = props.client ?? getBrowserClient(me);
    own.seed(initialPeople, initialConversation);
    return own;
  });

  // Events can be applied twice, so taking the first ones again changes nothing.
  useEffect(() => {
    client.seed(initialPeople, initialConversation);
    client.store.notify();
  }, [client, initialPeople, initialConversation]);

  useEffect(() => holdClient(client), [client]);

  return <ChatContext value={client}>{children}</ChatContext>;
}

/**
 * Takes in the conversation a page was rendered with, before anything below reads it. For pages
 * under a provider that outlives them.
 */
export function useConversationSeed(seed: InitialConversation | null): void {
  const client = useChatClient();
  useState(() => client.seed(null, seed));
  useEffect(() => {
    client.seed(null, seed);
    client.store.notify();
  }, [client, seed]);
}

/** The client of the nearest provider. Screens use the hooks built on it instead. */
export function useChatClient(): ChatClient {
  const client = useContext(ChatContext);
  if (!client) throw new Error('This part of the screen needs a ChatProvider above it.');
  return client;
}
