'use client';

import { useSyncExternalStore } from 'react';
import type { ChatClient } from '@/lib/client/chat-client';

/** Reads from the client; renders again when what `read` answers is another value or object. */
export function useClientValue<T>(client: ChatClient, read: () => T): T {
  return useSyncExternalStore(client.store.subscribeToDraw, read, read);
}
