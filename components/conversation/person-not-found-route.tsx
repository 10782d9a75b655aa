'use client';

import { ConversationPane } from '@/components/conversation/conversation-pane';
import { NoConversation } from '@/components/conversation/no-conversation';
import { PersonNotFound } from '@/components/conversation/person-not-found';
import { useOpenUserId } from '@/components/navigation/navigation';
import { useKnownPerson } from '@/lib/client/hooks/people/use-known-person';

/**
 * Where the server knows nobody by the address. It outlives that address, as a conversation's page
 * does: going on from here to somebody shows them.
 */
export function PersonNotFoundRoute() {
  const userId = useOpenUserId();
  const person = useKnownPerson(userId);
  if (!userId) return <NoConversation />;
  return person ? <ConversationPane key={userId} userId={userId} /> : <PersonNotFound />;
}
