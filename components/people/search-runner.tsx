'use client';

import { useEffect } from 'react';
import { useMessages } from '@/components/i18n/messages-provider';
import { InviteButton } from '@/components/invitation/invite-button';
import { useServerFacts } from '@/components/invitation/server-facts';
import { useSearch } from '@/components/people/use-search';
import { FoundMessages } from '@/components/search/found-messages';
import { useMessageSearch } from '@/lib/client/hooks/conversation/use-message-search';
import type { PeopleSearchView } from '@/lib/client/hooks/people/use-people-search';

const PAGE_COUNT = 20;

export interface FoundPeople {
  query: string;
  view: PeopleSearchView;
  /** How many messages there are so far; null while the first answer is awaited. */
  messageCount: number | null;
}

interface SearchRunnerProps {
  query: string;
  onFound: (found: FoundPeople) => void;
  /** Up from the first message. */
  onLeave: () => void;
}

/**
 * Searches, hands on the people it finds and shows the messages below them: a component to be fetched
 * when needed.
 */
export function SearchRunner({ query, onFound, onLeave }: SearchRunnerProps) {
  const view = useSearch(query);
  const messages = useMessageSearch({ q: query, limit: PAGE_COUNT });
  const isFirst = messages.isLoading && messages.found.length === 0;
  const messageCount = isFirst ? null : messages.found.length;
  useEffect(() => onFound({ query, view, messageCount }), [query, view, messageCount, onFound]);
  const isNobody = view.people.length === 0 && !view.isLoading && !view.error;
  return (
    <>
      {isNobody && messageCount === 0 && <NobodyFound query={query} />}
      <FoundMessages query={query} view={messages} onLeave={onLeave} />
    </>
  );
}

function NobodyFound({ query }: { query: string }) {
  const words = useMessages();
  const { mayInvite } = useServerFacts();
  return (
    <div className="flex flex-col items-center gap-5 px-6 py-10 text-center">
      <div className="flex flex-col gap-1">
        <p className="font-medium [overflow-wrap:anywhere]">{words.people.noResults(query)}</p>
        <p className="text-muted text-balance">{words.people.noResultsHint}</p>
      </div>
      {mayInvite && (
        <div className="flex flex-col items-center gap-3">
          <p className="text-muted">{words.people.notHere}</p>
          <InviteButton kind="words" />
        </div>
      )}
    </div>
  );
}
