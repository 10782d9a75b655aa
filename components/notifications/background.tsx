'use client';

import { useEffect, useState } from 'react';
import { useOnDemand } from '@/components/ui/use-on-demand';

const loadTasks = () =>
  import('@/components/notifications/background-tasks').then((module) => module.BackgroundTasks);

/** Leaves time for loading what the person waits for. */
const BEGIN_AFTER_MS = 2_000;
/** The latest moment to begin after that, on a page that is never idle. */
const IDLE_TIMEOUT_MS = 3_000;

/** Notifications, badge and offline copies; the code is loaded a moment after the screens. */
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
