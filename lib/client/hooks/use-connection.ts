'use client';

import { useClientState } from '@/lib/client/hooks/use-client-state';
import type { ConnectionView } from '@/lib/client/store/connection-view';

export function useConnection(): ConnectionView {
  return useClientState((state) => state.connection);
}
