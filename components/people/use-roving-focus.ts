'use client';

import {
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { PersonRow } from '@/lib/client/selectors/person-row';

interface UseRovingFocusInput {
  list: RefObject<HTMLElement | null>;
  people: readonly PersonRow[];
  openUserId: string | null;
  reveal: (index: number) => void;
  /** How many rows a page has. */
  pageRows: () => number;
}

const indexIn = (people: readonly PersonRow[], userId: string | null) =>
  userId === null ? -1 : people.findIndex((person) => person._id === userId);

/**
 * One Tab stop for the whole list, and keys that go through the people themselves, so that they
 * reach rows that are not rendered. The row with the Tab stop has to be rendered always.
 */
export function useRovingFocus(input: UseRovingFocusInput) {
  const { list, people, openUserId, reveal, pageRows } = input;
  const [focusedId, setFocusedId] = useState<string | null>(null);
  /** Who gets the focus as soon as their row is rendered. */
  const wanted = useRef<string | null>(null);
  const hasFocus = useRef(false);

  const focusedIndex = useMemo(() => indexIn(people, focusedId), [people, focusedId]);
  const openIndex = useMemo(() => indexIn(people, openUserId), [people, openUserId]);
  const tabStop = focusedIndex >= 0 ? focusedIndex : Math.max(0, openIndex);

  const linkOf = useCallback(
    (userId: string) =>
      list.current?.querySelector<HTMLElement>(`[data-person="${CSS.escape(userId)}"] a`),
    [list],
  );

  const focusAt = useCallback(
    (index: number) => {
      const target = Math.min(Math.max(index, 0), people.length - 1);
      const person = people[target];
      if (!person) return;
      reveal(target);
      wanted.current = person._id;
      setFocusedId(person._id);
      linkOf(person._id)?.focus({ preventScroll: true });
    },
    [people, reveal, linkOf],
  );

  useLayoutEffect(() => {
    const link = wanted.current && linkOf(wanted.current);
    if (link) link.focus({ preventScroll: true });
    // The focused person is not in the list any more: the row that has the Tab stop now gets the
    // focus.
    else if (hasFocus.current && document.activeElement === document.body) {
      list.current?.querySelector<HTMLElement>('a[tabindex="0"]')?.focus({ preventScroll: true });
    }
  });

  // A conversation was opened from elsewhere: going back to the list focuses its row.
  useEffect(() => {
    if (openUserId && !hasFocus.current) setFocusedId(openUserId);
  }, [openUserId]);

  const onFocus = useCallback((event: FocusEvent) => {
    hasFocus.current = true;
    wanted.current = null;
    const row = event.target.closest<HTMLElement>('[data-person]');
    if (row?.dataset.person) setFocusedId(row.dataset.person);
  }, []);
  const onBlur = useCallback(() => {
    hasFocus.current = false;
    wanted.current = null;
  }, []);

  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const targets: Record<string, () => number> = {
        ArrowDown: () => tabStop + 1,
        ArrowUp: () => tabStop - 1,
        PageDown: () => tabStop + pageRows(),
        PageUp: () => tabStop - pageRows(),
        Home: () => 0,
        End: () => people.length - 1,
      };
      const target = targets[event.key];
      if (!target) return;
      event.preventDefault();
      focusAt(target());
    },
    [tabStop, people.length, pageRows, focusAt],
  );

  return { tabStop, focusAt, handlers: { onKeyDown, onFocus, onBlur } };
}
