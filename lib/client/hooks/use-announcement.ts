'use client';

import { useClientState } from '@/lib/client/hooks/use-client-state';
import type { Announcement } from '@/lib/client/store/store';

/** For the polite live region. */
export function useAnnouncement(): Announcement | null {
  return useClientState((state) => state.announcement);
}
