'use client';

import { type RefObject, useLayoutEffect, useState } from 'react';

/** In rem, so that the grid grows with the reader's text. A cell is as large as a finger. */
const CELL_REM = 2.75;
const HEADING_REM = 2.25;

export interface GridSize {
  columns: number;
  cellPixels: number;
  headingPixels: number;
  /** Of the part that is seen. */
  heightPixels: number;
}

/** How many cells fit into a scroller, as its size changes; null before the first look. */
export function useGridSize(scroller: RefObject<HTMLElement | null>): GridSize | null {
  const [size, setSize] = useState<GridSize | null>(null);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      const style = getComputedStyle(element);
      const padding = Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.paddingRight);
      const cellPixels = CELL_REM * rem;
      setSize({
        columns: Math.max(1, Math.floor((element.clientWidth - padding) / cellPixels)),
        cellPixels,
        headingPixels: HEADING_REM * rem,
        heightPixels: element.clientHeight,
      });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  return size;
}
