'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import type { MessageActions } from '@/components/conversation/message/message-actions';
import { NEW_TAB_HINT_ID } from '@/components/conversation/message/message-text';
import { UnfoldedContext } from '@/components/conversation/message/message-unfolded';
import { EmptyConversation } from '@/components/conversation/timeline/empty-conversation';
import { JumpToLatest } from '@/components/conversation/timeline/jump-to-latest';
import { MessageRows } from '@/components/conversation/timeline/message-rows';
import { MessageTyping } from '@/components/conversation/timeline/message-typing';
import { MessagesBefore } from '@/components/conversation/timeline/messages-before';
import { MessagesSkeleton } from '@/components/conversation/timeline/messages-skeleton';
import { ScrollKeeper } from '@/components/conversation/timeline/scroll/scroll-keeper';
import { useLoadAhead } from '@/components/conversation/timeline/scroll/use-load-ahead';
import { useScrollPosition } from '@/components/conversation/timeline/scroll/use-scroll-position';
import { useScrollWindow } from '@/components/conversation/timeline/scroll/use-scroll-window';
import { selectWholeMessage, useCopy } from '@/components/conversation/timeline/use-copy';
import { useMessages } from '@/components/i18n/messages-provider';
import { Button } from '@/components/ui/button';
import { useOnDemand } from '@/components/ui/use-on-demand';
import type { ConversationView } from '@/lib/client/hooks/conversation/use-conversation';
import { useMarkSeen } from '@/lib/client/hooks/conversation/use-mark-seen';
import { useReadingPlace } from '@/lib/client/hooks/conversation/use-reading-place';
import type { PersonRow } from '@/lib/client/selectors/person-row';

const loadFloatingDay = () =>
  import('@/components/conversation/timeline/floating-day').then((module) => module.FloatingDay);

interface MessageListProps {
  person: PersonRow;
  conversation: ConversationView;
  actions: MessageActions;
  onSay: (text: string) => void;
}

/** The conversation itself. Opens at its end, loads backwards, and never moves what is being read. */
export function MessageList({ person, conversation, actions, onSay }: MessageListProps) {
  const words = useMessages();
  const { rows, firstUnseenSeq } = conversation;
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const above = useRef<HTMLDivElement>(null);
  const below = useRef<HTMLDivElement>(null);
  const place = useReadingPlace(person._id);
  const initialSeq = place.initial?.seq ?? null;
  const shown = useScrollWindow({ scroller, above, below, rows, firstUnseenSeq, initialSeq });
  const { refit, reflow, showEnd, showAround, shownEnd } = shown;
  const showDivider = useMemo(
    () =>
      firstUnseenSeq !== null && firstUnseenSeq > shownEnd
        ? () => showAround(firstUnseenSeq)
        : null,
    [firstUnseenSeq, shownEnd, showAround],
  );
  const isReady = !rows.isEmpty || !conversation.isLoading;
  const { isAtBottom, onScroll, steady, jumpToBottom, jumpOnward } = useScrollPosition({
    scroller,
    content,
    isReady,
    refit,
    reflow,
    showEnd,
    showDivider,
    place: place.initial,
    onLeave: place.leave,
  });
  const lookAhead = useLoadAhead({
    scroller,
    above,
    spaceBefore: shown.spaceBefore,
    conversation,
  });
  const firstItem = shown.items[0];
  const [hasScrolled, setHasScrolled] = useState(false);
  const FloatingDay = useOnDemand(hasScrolled, loadFloatingDay);
  useCopy({ scroller, items: shown.items, senderName: person.fullName });
  const [unfolded] = useState(() => new Set<string>());
  useMarkSeen(person._id, isAtBottom === true);

  // What one sends oneself is always followed; a pending row is only ever one's own.
  const pendingKey = rows.pending.at(-1)?.key ?? null;
  useEffect(() => {
    if (pendingKey) jumpToBottom();
  }, [pendingKey, jumpToBottom]);

  return (
    <div className="relative min-h-0 flex-1">
      <span id={NEW_TAB_HINT_ID} hidden>
        {words.chat.opensInNewTab}
      </span>
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
        onScroll={() => {
          onScroll();
          lookAhead();
          setHasScrolled(true);
        }}
        className="absolute inset-0 scroll-from-end focus-visible:-outline-offset-2"
      >
        <ScrollKeeper
          scroller={scroller}
          above={above}
          spaceBefore={shown.spaceBefore}
          steady={steady}
        >
          {/* biome-ignore lint/a11y/noStaticElementInteractions: with the mouse alone, as every selection by clicks */}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard selects in its own ways */}
          <div ref={content} onClick={selectWholeMessage} className="mx-auto w-full max-w-3xl">
            {!rows.isEmpty && <MessagesBefore conversation={conversation} />}
            <div ref={above} className="scroll-space" />
            <UnfoldedContext value={unfolded}>
              <MessageRows
                items={shown.items}
                before={shown.before}
                senderName={person.fullName}
                whenOf={rows.whenOf}
                firstUnseenSeq={firstUnseenSeq}
                actions={actions}
              />
            </UnfoldedContext>
            <div ref={below} className="scroll-space" style={{ height: shown.spaceAfter }} />
            {rows.isEmpty && conversation.isLoading && <MessagesSkeleton />}
            <MessageTyping isTyping={conversation.typing} />
          </div>
        </ScrollKeeper>
      </div>
      {FloatingDay && (
        <FloatingDay scroller={scroller} firstIso={firstItem ? rows.whenOf(firstItem) : null} />
      )}
      {rows.isEmpty && !conversation.isLoading && !conversation.error && (
        <EmptyConversation person={person} onSay={onSay} />
      )}
      {conversation.error && (
        <div
          role="alert"
          className="absolute inset-x-0 top-4 group-has-data-banner/panes:top-22 z-20 mx-auto flex w-fit flex-wrap items-center justify-center gap-3 rounded-card bg-raised py-2 ps-4 pe-2 shadow-raised ring-1 ring-line"
        >
          <span>{words.chat.loadFailed}</span>
          <Button variant="ghost" onClick={conversation.retry}>
            {words.common.retry}
          </Button>
        </div>
      )}
      {isAtBottom === false && (
        <JumpToLatest
          count={person.unseen}
          onJump={() => {
            // The button is removed when it is not needed any more; the focus goes to the
            // conversation.
            scroller.current?.focus({ preventScroll: true });
            jumpOnward();
          }}
        />
      )}
    </div>
  );
}
