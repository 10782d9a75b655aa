'use client';

import { type KeyboardEvent, useId, useRef } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { FoundMessage } from '@/components/search/found-message';
import { Button } from '@/components/ui/button';
import { EndSentinel } from '@/components/ui/end-sentinel';
import { Spinner } from '@/components/ui/spinner';
import type { MessageSearchView } from '@/lib/client/hooks/conversation/use-message-search';
import { useConnection } from '@/lib/client/hooks/use-connection';

interface FoundMessagesProps {
  query: string;
  view: MessageSearchView;
  /** Up from the first one. */
  onLeave: () => void;
}

/** The messages that a search has found in all conversations, the newest first. */
export function FoundMessages({ query, view, onLeave }: FoundMessagesProps) {
  const words = useAllMessages();
  const heading = useId();
  const list = useRef<HTMLUListElement>(null);
  const { found, isLoading, error, hasMore, loadMore, retry } = view;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const links = [...(list.current?.querySelectorAll('a') ?? [])];
    const at = links.findIndex((link) => link.matches(':focus'));
    const targets: Record<string, number> = {
      ArrowDown: Math.min(at + 1, links.length - 1),
      ArrowUp: at - 1,
      Home: 0,
      End: links.length - 1,
    };
    const target = targets[event.key];
    if (target === undefined || at < 0) return;
    event.preventDefault();
    if (target < 0) onLeave();
    else links[target]?.focus();
  };

  return (
    <section aria-labelledby={heading} className="px-2 pb-2">
      <h3 id={heading} className="px-2.5 pt-4 pb-1 text-sm font-medium text-muted">
        {words.search.messages}
      </h3>
      {found.length > 0 && (
        <ul ref={list} aria-labelledby={heading} onKeyDown={onKeyDown} data-found>
          {found.map((each) => (
            <li key={each.message._id}>
              <FoundMessage found={each} />
            </li>
          ))}
        </ul>
      )}
      {hasMore && !error && !isLoading && <EndSentinel onNear={loadMore} version={found.length} />}
      {isLoading && (
        <p className="flex items-center gap-2 px-2.5 py-3 text-sm text-muted">
          <Spinner className="size-4" />
          <span>{words.people.searching}</span>
        </p>
      )}
      {!isLoading && !error && !hasMore && found.length === 0 && (
        <p className="px-2.5 py-2 text-sm text-muted [overflow-wrap:anywhere]">
          {words.search.none(query)}
        </p>
      )}
      {error && <SearchFailed onRetry={retry} />}
    </section>
  );
}

function SearchFailed({ onRetry }: { onRetry: () => void }) {
  const words = useAllMessages();
  const { state } = useConnection();
  const isAway = state === 'offline' || state === 'connecting';
  return (
    <div role="alert" className="flex flex-col items-start gap-2 px-2.5 py-2 text-sm text-muted">
      <p>{isAway ? words.search.offline : words.search.loadFailed}</p>
      <Button variant="secondary" onClick={onRetry}>
        {words.common.retry}
      </Button>
    </div>
  );
}
