'use client';

import { useClientState } from '@/lib/client/hooks/use-client-state';

/** Whether that person is online, as far as this browser can know: without a connection nobody is. */
export function useIsOnline({ online }: { online: boolean }): boolean {
  const isUnknown = useClientState(({ connection }) => connection.showBanner);
  return online && !isUnknown;
}
