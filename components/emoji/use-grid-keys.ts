'use client';

import { type KeyboardEvent, useState } from 'react';
import { type Place, type Step, stepFrom } from '@/components/emoji/lay-out';

interface GridKeysOptions {
  rows: readonly { emoji: readonly unknown[] }[];
  /** Whether something is searched for: then the best find is the active one from the start. */
  isSearching: boolean;
  onMove: (place: Place) => void;
}

const STEPS: Record<string, Step | undefined> = {
  ArrowDown: 'down',
  ArrowUp: 'up',
  Home: 'rowStart',
  End: 'rowEnd',
};

/**
 * Moving in the grid while the focus stays in the search field, so that one can go on typing at any
 * time. Keys that move the caret keep doing so until an arrow has led into the grid.
 */
export function useGridKeys({ rows, isSearching, onMove }: GridKeysOptions) {
  const [held, setHeld] = useState<Place | null>(null);
  const isThere = held && held.row < rows.length;
  const active = isThere ? held : isSearching && rows.length > 0 ? { row: 0, column: 0 } : null;

  const moveTo = (place: Place | null) => {
    setHeld(place);
    if (place) onMove(place);
  };
  /** Whether the key was one that moves. */
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): boolean => {
    if (event.altKey || event.metaKey || event.nativeEvent.isComposing || rows.length === 0) {
      return false;
    }
    const step = stepOf(event);
    if (!step) return false;
    if (!isThere) {
      // From the field: down into the grid, and sideways when the caret cannot move further.
      const field = event.currentTarget;
      const isAtEnd = field.selectionStart === field.value.length;
      const isInto = step === 'down' || (step === 'next' && isAtEnd);
      if (!isInto) return false;
      event.preventDefault();
      // While searching the first one is active already: "next" goes on from there.
      const origin = active ?? { row: 0, column: step === 'next' ? -1 : 0 };
      moveTo(step === 'next' || active ? stepFrom(rows, origin, step) : origin);
      return true;
    }
    event.preventDefault();
    moveTo(stepFrom(rows, held, step));
    return true;
  };
  return { active, moveTo, onKeyDown };
}

function stepOf(event: KeyboardEvent): Step | undefined {
  const isRtl = document.dir === 'rtl';
  if (event.key === 'ArrowRight') return isRtl ? 'previous' : 'next';
  if (event.key === 'ArrowLeft') return isRtl ? 'next' : 'previous';
  if (event.ctrlKey && event.key === 'Home') return 'first';
  if (event.ctrlKey && event.key === 'End') return 'last';
  return STEPS[event.key];
}
