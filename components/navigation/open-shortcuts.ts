'use client';

import { createContext, useContext } from 'react';

export const ShortcutsContext = createContext<() => void>(() => {});

/** Opens the sheet of all shortcuts. */
export function useOpenShortcuts(): () => void {
  return useContext(ShortcutsContext);
}
