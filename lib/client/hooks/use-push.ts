'use client';

import { useSyncExternalStore } from 'react';
import { PushKeeper, type PushState } from '@/lib/client/notifications/push/push-keeper';
import { pushPlatform } from '@/lib/client/notifications/push/push-manager';
import { systemClock } from '@/lib/client/platform/clock';
import { pushClient } from '@/lib/client/transport/push-client';

/** One for a page: the browser has one subscription, whoever is signed in. */
export const pushKeeper = new PushKeeper({
  platform: pushPlatform,
  server: pushClient,
  clock: systemClock,
});

/** Whether this browser is told while no page is open. */
export function usePushState(): PushState {
  return useSyncExternalStore(pushKeeper.subscribe, pushKeeper.get, (): PushState => 'off');
}
