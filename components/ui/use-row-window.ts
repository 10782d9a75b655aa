'use client';

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Rows rendered beyond what is seen, so that scrolling shows no gap before React has caught up. */
const MARGIN_ROWS = 8;
/** The window moves in steps of this many rows: scrolling within one renders nothing. */
const STEP_ROWS = 4;
/** What the server paints without knowing how tall the screen is. */
const FIRST_ROWS = 28;

export interface RowWindow {
  /** Rows `start` to `end`, the last not included, are to be rendered. */
  start: number;
  end: number;
}

/** How a list of rows of one height lies in its scroller, in pixels and rows. */
export interface RowLayout {
  rowHeight: number;
  /** The first row in view, and how many fit; both with fractions. */
  first: number;
  fitting: number;
}

interface UseRowWindowInput {
  scroller: RefObject<HTMLElement | null>;
  /** As high as all rows together, rendered or not. */
  list: RefObject<HTMLElement | null>;
  count: number;
}

/**
 * Which rows of a long list to render. All rows have one height, whatever it is: where each one lies
 * follows from its number alone, so nothing is measured per row and the server can paint the same.
 */
export function useRowWindow({ scroller, list, count }: UseRowWindowInput) {
  const [range, setRange] = useState<RowWindow>({ start: 0, end: FIRST_ROWS });
  const latestCount = useRef(count);

  const measure = useCallback((): RowLayout | null => {
    const [view, rows] = [scroller.current, list.current];
    if (!view || !rows || view.clientHeight === 0 || latestCount.current === 0) return null;
    const box = rows.getBoundingClientRect();
    const rowHeight = box.height / latestCount.current;
    const first = (view.getBoundingClientRect().top - box.top) / rowHeight;
    return { rowHeight, first, fitting: view.clientHeight / rowHeight };
  }, [scroller, list]);

  const update = useCallback(() => {
    const layout = measure();
    if (!layout) return;
    const next = windowOf(layout);
    setRange((held) => (held.start === next.start && held.end === next.end ? held : next));
  }, [measure]);

  useLayoutEffect(() => {
    latestCount.current = count;
    update();
  }, [count, update]);

  useEffect(() => {
    const [view, rows] = [scroller.current, list.current];
    if (!view || !rows) return;
    const observer = new ResizeObserver(update);
    observer.observe(view);
    observer.observe(rows);
    view.addEventListener('scroll', update, { passive: true });
    return () => {
      observer.disconnect();
      view.removeEventListener('scroll', update);
    };
  }, [scroller, list, update]);

  /** Scrolls as little as needed to have the whole row in view. */
  const reveal = useCallback(
    (index: number) => {
      const layout = measure();
      const view = scroller.current;
      if (!layout || !view) return;
      const above = layout.first - index;
      const below = index + 1 - (layout.first + layout.fitting);
      if (above > 0) view.scrollTop -= above * layout.rowHeight;
      else if (below > 0) view.scrollTop += below * layout.rowHeight;
    },
    [measure, scroller],
  );

  return { range, measure, reveal };
}

function windowOf({ first, fitting }: RowLayout): RowWindow {
  const start = Math.max(0, first - MARGIN_ROWS);
  const end = Math.max(0, first + fitting + MARGIN_ROWS);
  return {
    start: Math.floor(start / STEP_ROWS) * STEP_ROWS,
    end: Math.ceil(end / STEP_ROWS) * STEP_ROWS,
  };
}

/** The numbers of the rows to render, in order: the window, and one that must never go. */
export function renderedRows(range: RowWindow, count: number, kept: number): number[] {
  const start = Math.min(range.start, count);
  const end = Math.min(range.end, count);
  const rows = Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i);
  if (kept >= 0 && kept < start) return [kept, ...rows];
  return kept >= end && kept < count ? [...rows, kept] : rows;
}
