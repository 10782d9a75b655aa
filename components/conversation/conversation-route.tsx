'use client';

import { ConversationPane } from '@/components/conversation/conversation-pane';
import { NoConversation } from '@/components/conversation/no-conversation';
import { useOpenUserId } from '@/components/navigation/navigation';
import { type ChatProviderProps, useConversationSeed } from '@/lib/client/chat-provider';

interface ConversationRouteProps {
  /** What the server painted the page with; null when nobody was chosen. */
  seed: ChatProviderProps['initialConversation'];
}

/**
 * Shows whichever conversation the address names. Switching changes the address without asking the
 * server for a page, so this outlives the page it came with.
 */
export function ConversationRoute({ seed }: ConversationRouteProps) {
  const userId = useOpenUserId();
  // Before the first paint, so that it shows the messages at once.
  useConversationSeed(seed);

  if (!userId) return <NoConversation />;
  return <ConversationPane key={userId} userId={userId} />;
}
