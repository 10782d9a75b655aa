'use client';

import { useEffect, useRef, useState } from 'react';
import { EmptyConversation } from '@/components/chat/empty-conversation';
import { JumpToLatest } from '@/components/chat/jump-to-latest';
import type { MessageActions } from '@/components/chat/message-bubble';
import { MessageRows } from '@/components/chat/message-rows';
import { MessagesSkeleton } from '@/components/chat/messages-skeleton';
import { ScrollKeeper } from '@/components/chat/scroll-keeper';
import { useScrollPosition } from '@/components/chat/use-scroll-position';
import { Button } from '@/components/ui/button';
import { EndSentinel } from '@/components/ui/end-sentinel';
import { Spinner } from '@/components/ui/spinner';
import { useWords } from '@/components/words/words-provider';
import { useMarkSeen } from '@/lib/client/hooks';
import type { ConversationView, PersonRow } from '@/lib/client/types';

interface MessageListProps {
  person: PersonRow;
  conversation: ConversationView;
  actions: MessageActions;
  onSay: (text: string) => void;
}

/** The conversation itself. Opens at its end, loads backwards, and never moves what is being read. */
export function MessageList({ person, conversation, actions, onSay }: MessageListProps) {
  const words = useWords();
  const { items, hasBefore, isLoadingBefore, lastSeq } = conversation;
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const { isAtBottom, onScroll, jumpToBottom } = useScrollPosition({
    scroller,
    content,
    isReady: items.length > 0 || !conversation.isLoading,
  });
  useMarkSeen(person._id, isAtBottom === true);

  // What one sends oneself is always followed; a pending row is only ever one's own.
  const last = items.at(-1);
  const pendingKey = last && !last.message ? last.key : null;
  useEffect(() => {
    if (pendingKey) jumpToBottom();
  }, [pendingKey, jumpToBottom]);

  // The count on the button: what came in since the reader was last at the bottom.
  const [atBottomSeq, setAtBottomSeq] = useState<number | null>(null);
  if (isAtBottom && atBottomSeq !== lastSeq) setAtBottomSeq(lastSeq);
  const readSeq = atBottomSeq ?? (conversation.firstUnseenSeq ?? lastSeq + 1) - 1;
  const newCount = items.filter((item) => item.status === null && (item.seq ?? 0) > readSeq).length;

  return (
    <div className="relative min-h-0 flex-1">
      {/* New messages are announced by the page's own live region, in words; a log would read whole histories. */}
      <div
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label={words.chat.messages}
        aria-busy={conversation.isLoading}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable to be scrolled by key
        tabIndex={0}
        data-scroller
        onScroll={onScroll}
        className="absolute inset-0 scroll-from-end focus-visible:-outline-offset-2"
      >
        <ScrollKeeper scroller={scroller}>
          <div ref={content} className="mx-auto w-full max-w-3xl pb-3">
            {items.length > 0 && (
              <div className="flex h-12 items-center justify-center gap-2 pt-2 text-meta text-muted">
                {hasBefore ? isLoadingBefore && <LoadingOlder /> : words.chat.beginning}
              </div>
            )}
            {hasBefore && (
              <EndSentinel
                onNear={() => {
                  if (!isLoadingBefore) void conversation.loadBefore();
                }}
                margin="1500px"
                version={`${items[0]?.key}-${isLoadingBefore}`}
              />
            )}
            <MessageRows
              items={items}
              senderName={person.fullName}
              firstUnseenSeq={conversation.firstUnseenSeq}
              actions={actions}
            />
            {items.length === 0 && conversation.isLoading && <MessagesSkeleton />}
          </div>
        </ScrollKeeper>
      </div>
      {items.length === 0 && !conversation.isLoading && !conversation.error && (
        <EmptyConversation person={person} onSay={onSay} />
      )}
      {conversation.error && (
        <div
          role="alert"
          className="absolute inset-x-0 top-4 z-20 mx-auto flex w-fit flex-wrap items-center justify-center gap-3 rounded-card bg-raised py-2 ps-4 pe-2 shadow-raised ring-1 ring-line"
        >
          {words.chat.loadFailed}
          <Button variant="ghost" onClick={conversation.retry}>
            {words.common.retry}
          </Button>
        </div>
      )}
      {isAtBottom === false && <JumpToLatest count={newCount} onJump={jumpToBottom} />}
    </div>
  );
}

function LoadingOlder() {
  const words = useWords();
  return (
    <>
      <Spinner className="size-3.5" />
      {words.chat.loadingOlder}
    </>
  );
}
