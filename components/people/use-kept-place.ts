'use client';

import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import type { RowLayout } from '@/components/ui/use-row-window';
import type { PersonRow } from '@/lib/client/selectors/person-row';

/**
 * How far to look for a row: a new message moves the others by one or two rows, a loaded page by
 * none.
 */
const REACH_ROWS = 100;

interface UseKeptPlaceInput {
  scroller: RefObject<HTMLElement | null>;
  people: readonly PersonRow[];
  /** A list of another kind begins at its top. */
  kind: string;
  measure: () => RowLayout | null;
}

/**
 * A person who writes moves to the top of the list. A reader who has scrolled down keeps their
 * place; at the top the change is shown at once.
 */
export function useKeptPlace({ scroller, people, kind, measure }: UseKeptPlaceInput): void {
  const held = useRef({ people, kind });
  const layout = useRef<RowLayout | null>(null);

  useLayoutEffect(() => {
    const before = held.current;
    held.current = { people, kind };
    const view = scroller.current;
    if (!view || before.people === people) return;
    if (before.kind !== kind) {
      view.scrollTop = 0;
      return;
    }
    const now = layout.current;
    if (!now || now.first < 1) return;
    const shift = shiftOf(before.people, people, now);
    if (shift !== 0) view.scrollTop += shift * now.rowHeight;
  }, [scroller, people, kind]);

  useEffect(() => {
    const view = scroller.current;
    if (!view) return;
    const note = () => {
      layout.current = measure();
    };
    note();
    view.addEventListener('scroll', note, { passive: true });
    return () => view.removeEventListener('scroll', note);
  }, [scroller, measure]);
}

/** By how many rows most of the visible rows have moved; a single row that moved does not count. */
function shiftOf(
  before: readonly PersonRow[],
  after: readonly PersonRow[],
  { first, fitting }: RowLayout,
): number {
  const shifts: number[] = [];
  const end = Math.min(before.length, Math.ceil(first + fitting));
  for (let index = Math.floor(first); index < end; index++) {
    const id = before[index]?._id;
    const from = Math.max(0, index - REACH_ROWS);
    const near = after.slice(from, index + REACH_ROWS).findIndex((row) => row._id === id);
    if (near >= 0) shifts.push(from + near - index);
  }
  return shifts.sort((a, b) => a - b)[Math.floor(shifts.length / 2)] ?? 0;
}
