'use client';

import { type ComponentType, useEffect, useState } from 'react';

const RETRY_AFTER_MS = 3_000;

/**
 * A component whose code is fetched when it is first wanted; null until it is there. A fetch that
 * fails is tried again every few seconds for as long as it is wanted. `load` must stay the same
 * function.
 */
export function useOnDemand<P>(
  isWanted: boolean,
  load: () => Promise<ComponentType<P>>,
): ComponentType<P> | null {
  const [loaded, setLoaded] = useState<ComponentType<P> | null>(null);
  const isMissing = isWanted && !loaded;
  useEffect(() => {
    if (!isMissing) return;
    let isCurrent = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const attempt = () => {
      load().then(
        (component) => {
          if (isCurrent) setLoaded(() => component);
        },
        () => {
          if (isCurrent) timer = setTimeout(attempt, RETRY_AFTER_MS);
        },
      );
    };
    attempt();
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [isMissing, load]);
  return loaded;
}
