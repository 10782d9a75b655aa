'use client';

import ArrowLeft from 'lucide-react/icons/arrow-left';
import { type KeyboardEvent, useRef, useState } from 'react';
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
import { ICON_BUTTON_CLASS } from '@/components/ui/icon-button';
import { useOnDemand } from '@/components/ui/use-on-demand';
import type { ApartKind } from '@/lib/client/hooks/people/use-apart-people';
import { useMe } from '@/lib/client/hooks/people/use-me';
import { usePeople } from '@/lib/client/hooks/people/use-people';
import type { PeopleSearchView } from '@/lib/client/hooks/people/use-people-search';

const loadRunner = () =>
  import('@/components/people/search-runner').then((module) => module.SearchRunner);

const loadApart = () =>
  import('@/components/people/apart-people').then((module) => module.ApartPeople);

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
  const [apart, setApart] = useState<ApartKind | null>(null);
  const [apartView, setApartView] = useState<PeopleSearchView>(SEARCHING);
  const show = (kind: ApartKind | null) => {
    setApartView(SEARCHING);
    setApart(kind);
  };
  const hasApart = useMe().requests === true || apart !== null;
  const ApartPeople = useOnDemand(hasApart, loadApart);
  const view = query ? found : apart ? apartView : all;
  const scroller = useRef<HTMLElement>(null);
  const list = useRef<PeopleListHandle>(null);

  const messageCount = newest?.query === query ? newest.messageCount : null;
  const firstMessage = () => scroller.current?.querySelector<HTMLElement>('[data-found] a');
  const leaveSearch = (key: 'ArrowDown' | 'Enter') => {
    const first = view.people[0];
    if (key === 'Enter' && query && first) openConversation(first._id);
    else if (first) list.current?.focusFirst();
    else if (key === 'Enter') firstMessage()?.click();
    else firstMessage()?.focus();
  };
  /** Down from the last person leads to the messages. */
  const onKeyDownCapture = (event: KeyboardEvent<HTMLElement>) => {
    const row = event.key === 'ArrowDown' && (event.target as Element).closest('[data-person]');
    if (!row || row.getAttribute('aria-posinset') !== String(view.people.length)) return;
    const message = firstMessage();
    if (!message) return;
    event.preventDefault();
    event.stopPropagation();
    message.focus();
  };
  const leaveMessages = () => {
    if (view.people.length > 0) list.current?.focusLast();
    else scroller.current?.parentElement?.querySelector<HTMLElement>('input')?.focus();
  };

  return (
    <div className="flex h-full flex-col bg-canvas pt-safe">
      <header className="flex h-16 shrink-0 items-center justify-between ps-4 pe-2">
        <div className="flex items-center gap-1">
          {apart && (
            <button
              type="button"
              aria-label={words.chat.backToList}
              onClick={() => show(null)}
              className={`${ICON_BUTTON_CLASS} -ms-3`}
            >
              <ArrowLeft className="size-5 rtl:-scale-x-100" aria-hidden="true" />
            </button>
          )}
          <h2 className="text-heading font-semibold tracking-tight">
            {apart ? words.apart[apart] : words.people.heading}
          </h2>
        </div>
        <div className="flex items-center">
          <InviteButton kind="icon" />
          <AccountMenu onApart={show} />
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
        onKeyDownCapture={onKeyDownCapture}
        aria-label={words.people.conversations}
        className="@container min-h-0 flex-1 overflow-y-auto overscroll-none pb-safe [overflow-anchor:none]"
      >
        {ApartPeople && hasApart && !query && (
          <ApartPeople kind={apart} onChange={setApartView} onOpen={show} />
        )}
        {view.people.length > 0 && (
          <PeopleList
            people={view.people}
            kind={query || String(apart)}
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
        {view.people.length === 0 && !view.isLoading && !view.error && !query && !apart && (
          <EmptyPeople />
        )}
        {SearchRunner && query && (
          <SearchRunner query={query} onFound={setNewest} onLeave={leaveMessages} />
        )}
        {view.error && (
          <div role="alert" className="flex flex-col items-center gap-3 p-6 text-center text-muted">
            <p>{words.people.loadFailed}</p>
            {!query && (
              <Button variant="secondary" onClick={apart ? () => show(null) : all.retry}>
                {apart ? words.chat.backToList : words.common.retry}
              </Button>
            )}
          </div>
        )}
      </nav>
      <p role="status" className="sr-only">
        {/* In elements of their own, which a translator may change one by one. */}
        <span>
          {query &&
            (found.isLoading ? words.people.searching : words.people.results(found.people.length))}
        </span>
        <span>
          {query && messageCount !== null && ` ${words.people.messagesFound(messageCount)}`}
        </span>
      </p>
    </div>
  );
}
