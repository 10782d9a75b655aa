'use client';

import {
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useMessages } from '@/components/i18n/messages-provider';
import { PersonRow } from '@/components/people/person-row';
import { useKeptPlace } from '@/components/people/use-kept-place';
import { useRovingFocus } from '@/components/people/use-roving-focus';
import { useOnDemand } from '@/components/ui/use-on-demand';
import { renderedRows, useRowWindow } from '@/components/ui/use-row-window';
import { useShownPeople } from '@/lib/client/hooks/people/use-shown-people';
import type { PersonRow as Person } from '@/lib/client/selectors/person-row';

const loadRowOptions = () =>
  import('@/components/people/row-options').then((module) => module.RowOptions);

interface RowOptionsTarget {
  userId: string;
  at: { x: number; y: number };
}

/** The next page is asked for this many rows before the end. */
const AHEAD_ROWS = 20;

export interface PeopleListHandle {
  focusFirst: () => void;
  focusLast: () => void;
}

interface PeopleListProps {
  people: readonly Person[];
  /** Which list this is; another one begins at its top. */
  kind: string;
  openUserId: string | null;
  hasMore: boolean;
  isLoading: boolean;
  /** The next page did not come: the reader asks for it again, not this component. */
  hasFailed: boolean;
  onMore: () => void;
  scroller: RefObject<HTMLElement | null>;
  handle: RefObject<PeopleListHandle | null>;
}

/** The names that more than one of them has. */
function sharedNames(people: readonly Person[]): ReadonlySet<string> {
  const names = new Set<string>();
  return new Set(
    people.flatMap(({ fullName }) => (names.size < names.add(fullName).size ? [] : [fullName])),
  );
}

/** People as rows of one height, of which only those in view are rendered, however many there are. */
export function PeopleList(props: PeopleListProps) {
  const { people, kind, openUserId, hasMore, isLoading, hasFailed, onMore, scroller, handle } =
    props;
  const words = useMessages();
  const list = useRef<HTMLUListElement>(null);
  const count = people.length;
  const shared = useMemo(() => sharedNames(people), [people]);
  const { range, measure, reveal } = useRowWindow({ scroller, list, count });
  useKeptPlace({ scroller, people, kind, measure });

  const pageRows = useCallback(
    () => Math.max(1, Math.floor(measure()?.fitting ?? 1) - 1),
    [measure],
  );
  const roving = useRovingFocus({ list, people, openUserId, reveal, pageRows });
  const { tabStop, focusAt } = roving;
  useImperativeHandle(
    handle,
    () => ({ focusFirst: () => focusAt(0), focusLast: () => focusAt(count - 1) }),
    [focusAt, count],
  );
  useShownPeople(people, range);

  const [optionsFor, setOptionsFor] = useState<RowOptionsTarget | null>(null);
  const RowOptions = useOnDemand(optionsFor !== null, loadRowOptions);
  /** `at` is where the pointer is; without one it opens below the row. */
  const openOptions = (event: MouseEvent | KeyboardEvent, at: RowOptionsTarget['at'] | null) => {
    const row =
      event.target instanceof Element && event.target.closest<HTMLElement>('[data-person]');
    if (!row) return;
    const { person: userId = '' } = row.dataset;
    event.preventDefault();
    const box = row.getBoundingClientRect();
    setOptionsFor({ userId, at: at ?? { x: box.left + box.width / 2, y: box.bottom } });
  };
  /** By the right button or a long press. */
  const onContextMenu = (event: MouseEvent) =>
    openOptions(event, { x: event.clientX, y: event.clientY });
  /** Not every browser makes a press of the right button of these. */
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) {
      openOptions(event, null);
    } else roving.handlers.onKeyDown(event);
  };

  const isNeeded = hasMore && !isLoading && !hasFailed && range.end + AHEAD_ROWS >= count;
  const latestMore = useRef(onMore);
  useEffect(() => {
    latestMore.current = onMore;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page looks again, for one may not fill the view
  useEffect(() => {
    if (isNeeded) latestMore.current();
  }, [isNeeded, count]);

  return (
    <>
      <ul
        ref={list}
        {...roving.handlers}
        onKeyDown={onKeyDown}
        onContextMenu={onContextMenu}
        aria-label={words.people.conversations}
        style={{ height: `calc(var(--row) * ${count})` }}
        className="relative mx-2 [--row:4.125rem] @max-[16rem]:[--row:5.125rem]"
      >
        {renderedRows(range, count, tabStop).map((index) => {
          const person = people[index];
          return (
            person && (
              <li
                key={person._id}
                data-person={person._id}
                aria-setsize={hasMore ? -1 : count}
                aria-posinset={index + 1}
                style={{ top: `calc(var(--row) * ${index})` }}
                className="absolute inset-x-0 h-(--row) pb-0.5"
              >
                <PersonRow
                  person={person}
                  isOpen={person._id === openUserId}
                  isNamesake={shared.has(person.fullName)}
                  isTabStop={index === tabStop}
                />
              </li>
            )
          );
        })}
      </ul>
      {RowOptions && optionsFor && (
        <RowOptions
          key={`${optionsFor.userId} ${optionsFor.at.x} ${optionsFor.at.y}`}
          {...optionsFor}
          onDone={() => setOptionsFor(null)}
        />
      )}
      {hasMore && !hasFailed ? (
        // Another one each time: rows take the place of the last one, which never moves.
        <p key={count} className="p-4 text-center text-muted">
          {words.people.loadingMore}
        </p>
      ) : (
        <div className="h-2" />
      )}
    </>
  );
}
