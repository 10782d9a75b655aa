'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => {};
const isMac = () => /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Whether the keyboard has ⌘ and ⌥; the server, which cannot know, says no. */
export function useIsMac(): boolean {
  return useSyncExternalStore(never, isMac, () => false);
}
