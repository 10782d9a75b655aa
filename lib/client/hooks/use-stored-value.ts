'use client';

import { useSyncExternalStore } from 'react';
import type { StoredValue } from '@/lib/client/platform/stored-value';

/** The value as it is now, also when another tab changes it; on the server, `initial`. */
export function useStoredValue<T>(stored: StoredValue<T>, initial: T): T {
  return useSyncExternalStore(stored.subscribe, stored.get, () => initial);
}
