'use client';

import { useEffect, useState } from 'react';
import { useOnDemand } from '@/components/ui/use-on-demand';

const loadTasks = () =>
  import('@/components/notifications/background-tasks').then((module) => module.BackgroundTasks);

/** Time for everything somebody waits for to be fetched first. */
const BEGIN_AFTER_MS = 2_000;
/** The latest moment to begin after that, on a page that is never idle. */
const IDLE_TIMEOUT_MS = 3_000;

/** What goes on beside the screens; its code is fetched once they have been up for a moment. */
export function Background() {
  const [isIdle, setIsIdle] = useState(false);
  useEffect(() => {
    let request: number | undefined;
    const begin = () => setIsIdle(true);
    const timer = setTimeout(() => {
      // Not in every browser.
      if (typeof requestIdleCallback === 'undefined') begin();
      else request = requestIdleCallback(begin, { timeout: IDLE_TIMEOUT_MS });
    }, BEGIN_AFTER_MS);
    return () => {
      clearTimeout(timer);
      if (request !== undefined) cancelIdleCallback(request);
    };
  }, []);
  const Tasks = useOnDemand(isIdle, loadTasks);
  return Tasks && <Tasks />;
}
