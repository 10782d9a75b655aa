'use client';

import { useCallback, useState } from 'react';
import { writeCookie } from '@/components/ui/write-cookie';

/** The chosen width of a pane in rem, remembered where the server reads it; null is the usual one. */
export function usePaneWidth(
  cookie: string,
  initial: number | null,
): [number | null, (width: number | null) => void] {
  const [width, setWidth] = useState(initial);
  const choose = useCallback(
    (next: number | null) => {
      setWidth(next);
      writeCookie(cookie, next === null ? '' : String(next));
    },
    [cookie],
  );
  return [width, choose];
}
