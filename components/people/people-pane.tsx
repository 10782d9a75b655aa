'use client';

import { useRef, useState } from 'react';
import { useMessages } from '@/components/i18n/messages-provider';
import { InviteButton } from '@/components/invitation/invite-button';
import { openConversation, useOpenUserId } from '@/components/navigation/navigation';
import { AccountMenu } from '@/components/people/account-menu';
import { EmptyPeople } from '@/components/people/empty-people';
import { PeopleList, type PeopleListHandle } from '@/components/people/people-list';
import { PeopleSkeleton } from '@/components/people/people-skeleton';
import { SearchField } from '@/components/people/search-field';
import type { FoundPeople } from '@/components/people/search-runner';
import { Button } from '@/components/ui/button';
import { useOnDemand } from '@/components/ui/use-on-demand';
import { usePeople } from '@/lib/client/hooks/people/use-people';
import type { PeopleSearchView } from '@/lib/client/hooks/people/use-people-search';

const loadRunner = () =>
  import('@/components/people/search-runner').then((module) => module.SearchRunner);

/** Shown before the first answer to a search. */
const SEARCHING: PeopleSearchView = {
  people: [],
  isLoading: true,
  error: null,
  hasMore: false,
  loadMore: () => undefined,
};

/** The left pane: search, and everyone there is to talk with. */
export function PeoplePane() {
  const words = useMessages();
  const [q, setQ] = useState('');
  const query = q.trim();
  const openUserId = useOpenUserId();
  const all = usePeople();
  const [newest, setNewest] = useState<FoundPeople | null>(null);
  // An answer to what was typed before never shows under what is typed now.
  const found = newest?.query === query ? newest.view : SEARCHING;
  const SearchRunner = useOnDemand(query !== '', loadRunner);
  const view = query ? found : all;
  const scroller = useRef<HTMLElement>(null);
  const list = useRef<PeopleListHandle>(null);

  const leaveSearch = (key: 'ArrowDown' | 'Enter') => {
    const first = view.people[0];
    if (key === 'Enter' && query && first) openConversation(first._id);
    else list.current?.focusFirst();
  };

  return (
    <div className="flex h-full flex-col bg-canvas pt-safe">
      {SearchRunner && query && <SearchRunner query={query} onFound={setNewest} />}
      <header className="flex h-16 shrink-0 items-center justify-between ps-4 pe-2">
        <h2 className="text-heading font-semibold tracking-tight">{words.people.heading}</h2>
        <div className="flex items-center">
          <InviteButton kind="icon" />
          <AccountMenu />
        </div>
      </header>
      <div className="px-3 pb-3">
        <SearchField
          value={q}
          isBusy={query !== '' && found.isLoading}
          onChange={setQ}
          onLeave={leaveSearch}
        />
      </div>
      <nav
        ref={scroller}
        data-people
        aria-label={words.people.conversations}
        className="@container min-h-0 flex-1 overflow-y-auto overscroll-none pb-safe [overflow-anchor:none]"
      >
        {view.people.length > 0 && (
          <PeopleList
            people={view.people}
            kind={query}
            openUserId={openUserId}
            hasMore={view.hasMore}
            isLoading={view.isLoading}
            hasFailed={view.error !== null}
            onMore={view.loadMore}
            scroller={scroller}
            handle={list}
          />
        )}
        {view.people.length === 0 && view.isLoading && <PeopleSkeleton />}
        {view.people.length === 0 &&
          !view.isLoading &&
          !view.error &&
          (query ? <NobodyFound query={query} /> : <EmptyPeople />)}
        {view.error && (
          <div role="alert" className="flex flex-col items-center gap-3 p-6 text-center text-muted">
            <p>{words.people.loadFailed}</p>
            {!query && (
              <Button variant="secondary" onClick={all.retry}>
                {words.common.retry}
              </Button>
            )}
          </div>
        )}
      </nav>
      <p role="status" className="sr-only">
        {query &&
          (found.isLoading ? words.people.searching : words.people.results(found.people.length))}
      </p>
    </div>
  );
}

function NobodyFound({ query }: { query: string }) {
  const words = useMessages();
  return (
    <div className="flex flex-col items-center gap-5 px-6 py-10 text-center">
      <div className="flex flex-col gap-1">
        <p className="font-medium [overflow-wrap:anywhere]">{words.people.noResults(query)}</p>
        <p className="text-muted text-balance">{words.people.noResultsHint}</p>
      </div>
      <div className="flex flex-col items-center gap-3">
        <p className="text-muted">{words.people.notHere}</p>
        <InviteButton kind="words" />
      </div>
    </div>
  );
}
