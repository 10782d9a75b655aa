'use client';

import { ConversationPane } from '@/components/conversation/conversation-pane';
import { NoConversation } from '@/components/conversation/no-conversation';
import { useOpenUserId } from '@/components/navigation/navigation';
import type { PageSeed } from '@/lib/client/chat-client';
import { usePageSeed } from '@/lib/client/chat-provider';

interface ConversationRouteProps {
  /** What the server painted the page with; nothing when nobody was chosen. */
  seed?: PageSeed;
}

/**
 * Shows whichever conversation the address names. Switching changes the address without asking the
 * server for a page, so this outlives the page it came with.
 */
export function ConversationRoute({ seed }: ConversationRouteProps) {
  const userId = useOpenUserId();
  // Before the first paint, so that it shows messages and not their absence.
  usePageSeed(seed);

  if (!userId) return <NoConversation />;
  return <ConversationPane key={userId} userId={userId} />;
}
