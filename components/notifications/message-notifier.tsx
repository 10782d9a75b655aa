'use client';

import { useEffect } from 'react';
import { useWordedNotifier } from '@/components/notifications/use-worded-notifier';

/** Tells of messages while it is mounted; shows nothing by itself. */
export function MessageNotifier() {
  const notifier = useWordedNotifier();
  useEffect(() => {
    notifier.start();
    return () => notifier.stop();
  }, [notifier]);
  return null;
}
