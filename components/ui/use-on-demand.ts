'use client';

import { type ComponentType, useEffect, useState } from 'react';

/**
 * A component whose code is fetched when it is first wanted; null until it is there. A fetch that
 * fails is tried again the next time it is wanted. `load` must stay the same function.
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
    load().then(
      (component) => {
        if (isCurrent) setLoaded(() => component);
      },
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [isMissing, load]);
  return loaded;
}
