'use client';

import { type KeyboardEvent, type RefObject, useCallback } from 'react';

type Pick = (from: DOMRect, to: DOMRect) => number | null;

/** How far away a button is in one direction; null when it lies in none. */
const PICKS: Record<string, Pick> = {
  ArrowLeft: (from, to) =>
    isSameRow(from, to) && to.left < from.left ? from.left - to.left : null,
  ArrowRight: (from, to) =>
    isSameRow(from, to) && to.left > from.left ? to.left - from.left : null,
  ArrowUp: (from, to) => (to.top < from.top - 1 ? distance(from, to) : null),
  ArrowDown: (from, to) => (to.top > from.top + 1 ? distance(from, to) : null),
};

function isSameRow(a: DOMRect, b: DOMRect): boolean {
  return Math.abs(a.top - b.top) < 2;
}

/** The next row counts before the nearest column. */
function distance(a: DOMRect, b: DOMRect): number {
  return Math.abs(a.top - b.top) * 100 + Math.abs(a.left - b.left);
}

/**
 * Arrows, Home and End move the focus among the buttons of a grid by where they are on the screen,
 * whatever the number of columns and the direction of reading.
 */
export function useGridKeys(grid: RefObject<HTMLElement | null>) {
  return useCallback(
    (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const buttons = [...(grid.current?.querySelectorAll<HTMLElement>('li > button') ?? [])];
      const pick = PICKS[event.key];
      let target: HTMLElement | undefined;
      if (event.key === 'Home') target = buttons[0];
      else if (event.key === 'End') target = buttons.at(-1);
      else if (pick) {
        const from = event.currentTarget.getBoundingClientRect();
        let least = Number.POSITIVE_INFINITY;
        for (const button of buttons) {
          const away = pick(from, button.getBoundingClientRect());
          if (away === null || away >= least) continue;
          least = away;
          target = button;
        }
      } else return;
      event.preventDefault();
      target?.focus();
    },
    [grid],
  );
}
