'use client';

import { type KeyboardEvent, type RefObject, useCallback } from 'react';

/**
 * Up, Down, Home and End move the focus along the links of a list. Works on the elements, not on
 * the data, so that it follows whatever is shown.
 */
export function useListKeys(list: RefObject<HTMLElement | null>) {
  const focusAt = useCallback(
    (pick: (links: HTMLAnchorElement[], current: number) => number) => {
      const links = [...(list.current?.querySelectorAll('a') ?? [])];
      const current = links.findIndex((link) => link.matches(':focus'));
      links[Math.min(Math.max(pick(links, current), 0), links.length - 1)]?.focus();
    },
    [list],
  );

  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const picks: Record<string, (links: HTMLAnchorElement[], current: number) => number> = {
        ArrowDown: (_, current) => current + 1,
        ArrowUp: (_, current) => current - 1,
        Home: () => 0,
        End: (links) => links.length - 1,
      };
      const pick = picks[event.key];
      if (!pick) return;
      event.preventDefault();
      focusAt(pick);
    },
    [focusAt],
  );

  const focusFirst = useCallback(() => focusAt(() => 0), [focusAt]);
  return { onKeyDown, focusFirst };
}
