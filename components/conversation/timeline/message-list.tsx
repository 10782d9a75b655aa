'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { markLanded } from '@/components/conversation/jump/landed';
import { useHasPlaceBefore } from '@/components/conversation/jump/use-has-place-before';
import { useJump } from '@/components/conversation/jump/use-jump';
import type { MessageActions } from '@/components/conversation/message/message-actions';
import { UnfoldedContext } from '@/components/conversation/message/message-unfolded';
import { NEW_TAB_HINT_ID } from '@/components/conversation/message/text-blocks';
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
import { useMessageControls } from '@/components/conversation/timeline/use-message-controls';
import { useMessages } from '@/components/i18n/messages-provider';
import { Button } from '@/components/ui/button';
import { useOnDemand } from '@/components/ui/use-on-demand';
import type { ConversationView } from '@/lib/client/hooks/conversation/use-conversation';
import { useMarkSeen } from '@/lib/client/hooks/conversation/use-mark-seen';
import { useReadingPlace } from '@/lib/client/hooks/conversation/use-reading-place';
import type { PersonRow } from '@/lib/client/selectors/person-row';
import type { Jump } from '@/lib/client/store/store';

const loadFloatingDay = () =>
  import('@/components/conversation/timeline/floating-day').then((module) => module.FloatingDay);
const loadStatus = () =>
  import('@/components/conversation/jump/jump-status').then((module) => module.JumpStatus);
const loadReturn = () =>
  import('@/components/conversation/jump/return-button').then((module) => module.ReturnButton);
const loadAfter = () =>
  import('@/components/conversation/timeline/messages-after').then(
    (module) => module.MessagesAfter,
  );
const loadUnread = () =>
  import('@/components/conversation/jump/unread-button').then((module) => module.UnreadButton);

interface MessageListProps {
  person: PersonRow;
  conversation: ConversationView;
  /** The message it opens at; null for the usual place. */
  opening: { seq: number; offset?: number } | null;
  /** Asks for the calendar, at the day of that moment. */
  onGoToDate: (at: string) => void;
  actions: MessageActions;
  onSay: (text: string) => void;
}

/** The conversation itself. Opens at its end, loads backwards, and never moves what is being read. */
export function MessageList(props: MessageListProps) {
  const { person, conversation, opening, onGoToDate, actions, onSay } = props;
  const words = useMessages();
  const { rows, firstUnseenSeq, hasAfter, jump, pendingKey } = conversation;
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const above = useRef<HTMLDivElement>(null);
  const below = useRef<HTMLDivElement>(null);
  const place = useReadingPlace(person._id);
  const initial = opening ?? place.initial;
  const initialSeq = initial?.seq ?? null;
  const shown = useScrollWindow({ scroller, above, below, rows, firstUnseenSeq, initialSeq });
  const { refit, reflow, showEnd, showAround, shownEnd } = shown;
  const showDivider = useMemo(
    () =>
      firstUnseenSeq !== null && firstUnseenSeq > shownEnd
        ? () => showAround(firstUnseenSeq)
        : null,
    [firstUnseenSeq, shownEnd, showAround],
  );
  const { jumpToEnd } = useJump(person._id);
  const onLanded = useCallback((row: HTMLElement, { target }: Jump) => {
    // Back leads to where one was, which is nothing to be pointed at.
    if (target.to !== 'message' || target.offset === undefined) markLanded(row);
  }, []);
  const [hasScrolled, setHasScrolled] = useState(false);
  const JumpStatus = useOnDemand(jump !== null, loadStatus);
  const landed = jump?.seq ? rows.between(jump.seq, jump.seq)[0] : undefined;
  const hasPlaceBefore = useHasPlaceBefore();
  const ReturnButton = useOnDemand(hasPlaceBefore, loadReturn);
  const UnreadButton = useOnDemand(firstUnseenSeq !== null, loadUnread);
  const MessagesAfter = useOnDemand(hasAfter, loadAfter);
  const isReady = !rows.isEmpty || !conversation.isLoading;
  const { isAtBottom, onScroll, steady, jumpToBottom, jumpOnward } = useScrollPosition({
    scroller,
    content,
    isReady,
    refit,
    reflow,
    showEnd,
    showAround,
    showDivider,
    place: initial,
    onLeave: place.leave,
    onFollow: place.follow,
    jump,
    onLanded,
  });
  const lookAhead = useLoadAhead({
    scroller,
    above,
    spaceBefore: shown.spaceBefore,
    conversation,
  });
  const firstItem = shown.items[0];
  const FloatingDay = useOnDemand(hasScrolled, loadFloatingDay);
  useCopy({ scroller, items: shown.items, senderName: person.fullName });
  const { Controls, early, handlers, selection, setSelection } = useMessageControls();
  const [unfolded] = useState(() => new Set<string>());
  useMarkSeen(person._id, isAtBottom === true);

  // What one sends oneself is always followed; a pending row is only ever one's own.
  const followed = useRef(opening ? pendingKey : null);
  useEffect(() => {
    if (!pendingKey || pendingKey === followed.current) return;
    followed.current = pendingKey;
    if (hasAfter) jumpToEnd();
    else jumpToBottom();
  }, [pendingKey, hasAfter, jumpToEnd, jumpToBottom]);

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
        {...handlers}
        data-detached={hasAfter ? '' : undefined}
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
              {/* Without a box of its own: one that grew at its top would count as moved. */}
              <div role={rows.isEmpty ? undefined : 'feed'} className="contents">
                <MessageRows
                  items={shown.items}
                  before={shown.before}
                  senderName={person.fullName}
                  whenOf={rows.whenOf}
                  firstUnseenSeq={firstUnseenSeq}
                  lastSeq={conversation.lastSeq}
                  onGoToDate={onGoToDate}
                  selection={selection}
                  actions={actions}
                />
              </div>
            </UnfoldedContext>
            <div ref={below} className="scroll-space" style={{ height: shown.spaceAfter }} />
            {rows.isEmpty && conversation.isLoading && <MessagesSkeleton />}
            {MessagesAfter && hasAfter && !rows.isEmpty && (
              <MessagesAfter conversation={conversation} />
            )}
            <MessageTyping isTyping={conversation.typing} />
          </div>
        </ScrollKeeper>
      </div>
      {Controls && (
        <Controls
          view={scroller}
          early={early}
          items={shown.items}
          rows={rows}
          person={person}
          actions={actions}
          onSelection={setSelection}
        />
      )}
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
      {JumpStatus && jump && (
        <JumpStatus
          userId={person._id}
          jump={jump}
          landedAt={landed ? rows.whenOf(landed) : null}
        />
      )}
      {UnreadButton && firstUnseenSeq !== null && (
        <UnreadButton
          userId={person._id}
          scroller={scroller}
          firstUnseenSeq={firstUnseenSeq}
          rows={rows}
        />
      )}
      <div className="pointer-events-none absolute end-4 bottom-4 z-20 flex flex-col gap-3 *:pointer-events-auto">
        {ReturnButton && hasPlaceBefore && <ReturnButton />}
        {isAtBottom === false && (
          <JumpToLatest
            count={person.unseen}
            onJump={() => {
              // The button is removed when it is not needed any more; the focus goes to the
              // conversation.
              scroller.current?.focus({ preventScroll: true });
              if (hasAfter) jumpToEnd();
              else jumpOnward();
            }}
          />
        )}
      </div>
    </div>
  );
}
