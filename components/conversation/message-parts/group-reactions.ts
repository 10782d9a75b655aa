import type { ConversationItem } from '@/lib/client/selectors/conversation-item';

export interface ReactionGroup {
  emoji: string;
  userIds: readonly string[];
}

/** The reactions to a message, each emoji once, in the order in which they were first given. */
export function groupReactions(reactions: ConversationItem['reactions']): ReactionGroup[] {
  const groups = new Map<string, string[]>();
  for (const { emoji, userId } of reactions) {
    groups.set(emoji, [...(groups.get(emoji) ?? []), userId]);
  }
  return [...groups].map(([emoji, userIds]) => ({ emoji, userIds }));
}
