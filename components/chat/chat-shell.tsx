'use client';

import { type ReactNode, useEffect } from 'react';
import { sessionMark } from '@/components/auth/session-mark';
import { AttachmentsProvider } from '@/components/chat/attachments';
import { ConnectionBanner } from '@/components/chat/connection-banner';
import { Announcer, DocumentTitle } from '@/components/chat/live-parts';
import { useOpenUserId } from '@/components/chat/navigation';
import { QuickSwitcher } from '@/components/chat/quick-switcher';
import { DetailsProvider } from '@/components/chat/use-details';
import { PeoplePane } from '@/components/people/people-pane';
import { classNames } from '@/components/ui/class-names';
import { useViewportHeight } from '@/components/ui/use-viewport-height';
import { useWords } from '@/components/words/words-provider';

interface ChatShellProps {
  areDetailsShown: boolean;
  children: ReactNode;
}

/** The panes: side by side where there is room, one at a time on a phone. */
export function ChatShell({ areDetailsShown, children }: ChatShellProps) {
  const words = useWords();
  const isOpen = useOpenUserId() !== null;
  useViewportHeight();
  useEffect(() => {
    sessionMark.set();
  }, []);
  return (
    <AttachmentsProvider>
      <div className="flex h-app flex-col overflow-hidden px-safe">
        <a
          href="#conversation"
          className="fixed start-3 top-3 z-50 -translate-y-24 rounded-control bg-ink px-4 py-3 font-medium text-surface focus:translate-y-0"
        >
          {words.chat.skip}
        </a>
        <ConnectionBanner />
        <main className="flex min-h-0 flex-1">
          <h1 className="sr-only">{words.product}</h1>
          <div
            className={classNames(
              'w-full shrink-0 border-line md:w-[min(20rem,36vw)] md:border-e lg:w-[min(22rem,36vw)]',
              isOpen && 'max-md:hidden',
            )}
          >
            <PeoplePane />
          </div>
          <div
            id="conversation"
            tabIndex={-1}
            className={classNames(
              'min-w-0 flex-1 bg-surface outline-none',
              !isOpen && 'max-md:hidden',
            )}
          >
            <DetailsProvider isInitiallyShown={areDetailsShown}>{children}</DetailsProvider>
          </div>
        </main>
        <QuickSwitcher />
        <Announcer />
        <DocumentTitle />
      </div>
    </AttachmentsProvider>
  );
}
