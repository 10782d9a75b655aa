'use client';

import { createContext, useContext, useState } from 'react';

/** The keys of the long messages that the reader has opened; they come and go with scrolling. */
export const UnfoldedContext = createContext<Set<string> | null>(null);

/** Whether a long message is shown whole; remembered while the conversation is open. */
export function useUnfolded(key: string): [boolean, (isUnfolded: boolean) => void] {
  const keys = useContext(UnfoldedContext);
  const [isUnfolded, setIsUnfolded] = useState(keys?.has(key) ?? false);
  const set = (next: boolean) => {
    if (next) keys?.add(key);
    else keys?.delete(key);
    setIsUnfolded(next);
  };
  return [isUnfolded, set];
}
