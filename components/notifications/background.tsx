'use client';

import { useEffect, useState } from 'react';
import { useOnDemand } from '@/components/ui/use-on-demand';

const loadTasks = () =>
  import('@/components/notifications/background-tasks').then((module) => module.BackgroundTasks);

/** The latest moment to begin, on a page that is never idle. */
const IDLE_TIMEOUT_MS = 3_000;

/** What goes on beside the screens; its code is fetched once they are painted and the page is idle. */
export function Background() {
  const [isIdle, setIsIdle] = useState(false);
  useEffect(() => {
    const begin = () => setIsIdle(true);
    // Not in every browser.
    if (typeof requestIdleCallback === 'undefined') {
      const timer = setTimeout(begin, IDLE_TIMEOUT_MS);
      return () => clearTimeout(timer);
    }
    const request = requestIdleCallback(begin, { timeout: IDLE_TIMEOUT_MS });
    return () => cancelIdleCallback(request);
  }, []);
  const Tasks = useOnDemand(isIdle, loadTasks);
  return Tasks && <Tasks />;
}
