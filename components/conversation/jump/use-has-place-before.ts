'use client';

import { useSyncExternalStore } from 'react';
import { followPlaces, hasPlaceBefore } from '@/components/ui/page-history';

/** Whether Back leads to another place of this conversation. */
export function useHasPlaceBefore(): boolean {
  return useSyncExternalStore(followPlaces, hasPlaceBefore, () => false);
}
