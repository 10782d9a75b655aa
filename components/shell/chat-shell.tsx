'use client';

import { type ReactNode, useCallback, useEffect, useRef } from 'react';
import { sessionMark } from '@/components/auth/session-mark';
import { AttachmentsProvider } from '@/components/conversation/composer/attachments';
import { useMessages } from '@/components/i18n/messages-provider';
import {
  openConversation,
  useConversationHistory,
  useOpenUserId,
} from '@/components/navigation/navigation';
import {
  CONVERSATION_PANE_ID,
  DETAILS_WIDTH,
  LIST_PANE_ID,
  LIST_WIDTH,
  paneStyle,
  spanBeside,
} from '@/components/navigation/pane-layout';
import { DetailsProvider } from '@/components/navigation/use-details';
import { usePaneWidth } from '@/components/navigation/use-pane-width';
import { useSwipeBack } from '@/components/navigation/use-swipe-back';
import { PeoplePane } from '@/components/people/people-pane';
import { SharingOnDemand } from '@/components/sharing/sharing-on-demand';
import { Announcer, DocumentTitle } from '@/components/shell/announcer';
import { ConnectionBanner } from '@/components/shell/connection-banner';
import { QuickSwitcher } from '@/components/shell/quick-switcher';
import { ShortcutsProvider } from '@/components/shell/shortcuts';
import { classNames } from '@/components/ui/class-names';
import { PaneSeparator } from '@/components/ui/pane-separator';
import { DETAILS_WIDTH_COOKIE, LIST_WIDTH_COOKIE } from '@/components/ui/preferences';
import { useViewportHeight } from '@/components/ui/use-viewport-height';

interface ChatShellProps {
  areDetailsShown: boolean;
  /** In rem, as they were left; null for the usual ones. */
  listWidth: number | null;
  detailsWidth: number | null;
  children: ReactNode;
}

/** The panes: side by side where there is room, one at a time on a phone. */
export function ChatShell({ areDetailsShown, listWidth, detailsWidth, children }: ChatShellProps) {
  const words = useMessages();
  const isOpen = useOpenUserId() !== null;
  const panes = useRef<HTMLElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const conversation = useRef<HTMLDivElement>(null);
  const [ofList, setOfList] = usePaneWidth(LIST_WIDTH_COOKIE, listWidth);
  const [ofDetails, setOfDetails] = usePaneWidth(DETAILS_WIDTH_COOKIE, detailsWidth);
  const measureList = useCallback(() => {
    const rest = conversation.current;
    if (!list.current || !rest) return null;
    const min = Number.parseFloat(getComputedStyle(rest).minWidth) || 0;
    return spanBeside(list.current, { width: rest.offsetWidth, min });
  }, []);
  const toList = useCallback(() => openConversation(null), []);
  useSwipeBack({ panes, pane: conversation, isOpen, onBack: toList });
  useViewportHeight();
  useConversationHistory();
  useEffect(() => {
    sessionMark.set();
  }, []);
  return (
    <AttachmentsProvider>
      <ShortcutsProvider>
        <div className="flex h-app flex-col overflow-hidden px-safe">
          <a
            href={`#${CONVERSATION_PANE_ID}`}
            className="fixed start-3 top-3 z-50 -translate-y-24 select-none rounded-control bg-ink px-4 py-3 font-medium text-surface focus:translate-y-0"
          >
            {words.chat.skip}
          </a>
          <main
            ref={panes}
            style={paneStyle({ [LIST_WIDTH]: ofList, [DETAILS_WIDTH]: ofDetails })}
            className="group/panes relative flex min-h-0 flex-1 [--details-width:min(20rem,26vw)] [--list-width:min(20rem,36vw)] lg:[--list-width:min(22rem,36vw)]"
          >
            <h1 className="sr-only">{words.product}</h1>
            <div
              id={LIST_PANE_ID}
              ref={list}
              className={classNames(
                'w-full md:w-(--list-width) md:max-w-[min(40rem,50vw)] md:min-w-[min(17rem,36vw)]',
                // Under the conversation while that is swiped away.
                isOpen &&
                  'max-md:hidden max-md:group-data-swiping/panes:absolute max-md:group-data-swiping/panes:inset-0 max-md:group-data-swiping/panes:block',
              )}
            >
              <PeoplePane />
            </div>
            <div className="contents max-md:hidden">
              <PaneSeparator
                label={words.panes.listWidth}
                controls={LIST_PANE_ID}
                pane="before"
                measure={measureList}
                host={panes}
                variable={LIST_WIDTH}
                onSettle={setOfList}
              />
            </div>
            <div
              id={CONVERSATION_PANE_ID}
              ref={conversation}
              tabIndex={-1}
              className={classNames(
                'min-w-0 flex-1 bg-surface outline-none md:min-w-[min(22rem,50vw)] details:has-data-details:min-w-[36rem]',
                'group-data-swiping/panes:relative group-data-swiping/panes:z-10 group-data-swiping/panes:shadow-raised',
                !isOpen && 'max-md:hidden',
              )}
            >
              <DetailsProvider
                isInitiallyShown={areDetailsShown}
                host={panes}
                setWidth={setOfDetails}
              >
                {children}
              </DetailsProvider>
            </div>
            <ConnectionBanner isConversationOpen={isOpen} />
          </main>
          <QuickSwitcher />
          <SharingOnDemand />
          <Announcer />
          <DocumentTitle />
        </div>
      </ShortcutsProvider>
    </AttachmentsProvider>
  );
}
