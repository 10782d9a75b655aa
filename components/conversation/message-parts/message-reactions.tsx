'use client';

import { groupReactions } from '@/components/conversation/message-parts/group-reactions';
import { messageNameId } from '@/components/conversation/message-parts/message-name';
import { useMessages } from '@/components/i18n/messages-provider';
import { classNames } from '@/components/ui/class-names';
import { useMe } from '@/lib/client/hooks/people/use-me';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';

interface MessageReactionsProps {
  item: ConversationItem;
  /** Of the other person. */
  name: string;
  onReact: (emoji: string | null) => void;
}

/** What people reacted with, under the message; a press takes one's own back, or joins in. */
export function MessageReactions({ item, name, onReact }: MessageReactionsProps) {
  const words = useMessages();
  const { _id: myId } = useMe();
  return (
    <div id={messageNameId('reactions', item.key)} className="relative flex gap-1 pt-1">
      {groupReactions(item.reactions).map(({ emoji, userIds }) => {
        const isMine = userIds.includes(myId);
        const who = userIds.map((userId) => (userId === myId ? words.chat.you : name)).join(', ');
        return (
          <button
            key={emoji}
            type="button"
            aria-pressed={isMine}
            aria-label={[emoji, userIds.length > 1 && userIds.length, who]
              .filter(Boolean)
              .join(' ')}
            title={who}
            onClick={() => onReact(isMine ? null : emoji)}
            className={classNames(
              'relative flex h-7 items-center gap-1 rounded-full px-2 text-sm ring-1 ring-inset pointer-coarse:before:absolute pointer-coarse:before:-inset-x-0.5 pointer-coarse:before:-inset-y-2',
              isMine ? 'bg-accent-soft text-ink ring-accent' : 'bg-surface text-ink ring-line',
            )}
          >
            <span className="text-base leading-none">{emoji}</span>
            {userIds.length > 1 && <span className="tabular-nums">{userIds.length}</span>}
          </button>
        );
      })}
    </div>
  );
}
