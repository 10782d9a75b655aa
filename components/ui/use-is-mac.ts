'use client';

import { useSyncExternalStore } from 'react';
import { isMacKeyboard } from '@/lib/client/platform/keys';

const never = () => () => {};

/** Whether the keyboard has ⌘ and ⌥; the server, which cannot know, says no. */
export function useIsMac(): boolean {
  return useSyncExternalStore(never, isMacKeyboard, () => false);
}
