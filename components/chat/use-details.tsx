'use client';

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { DETAILS_COOKIE } from '@/components/ui/preferences';
import { writeCookie } from '@/components/ui/write-cookie';

/** From this width on there is room for them beside the conversation: the breakpoint `details`. */
const WIDE = '(min-width: 68.75rem)';

interface Details {
  /** Beside the conversation, where there is room. */
  isPaneShown: boolean;
  /** Over it, where there is none. */
  isSheetOpen: boolean;
  toggle: () => void;
  closeSheet: () => void;
}

const DetailsContext = createContext<Details | null>(null);

interface DetailsProviderProps {
  /** What was remembered; known to the server, so that nothing moves after the first paint. */
  isInitiallyShown: boolean;
  children: ReactNode;
}

/** Whether the details of the other person are shown; stays while going from one to another. */
export function DetailsProvider({ isInitiallyShown, children }: DetailsProviderProps) {
  const [isPaneShown, setIsPaneShown] = useState(isInitiallyShown);
  const [isSheetOpen, setIsSheetOpen] = useState(false);
  const toggle = useCallback(() => {
    if (!matchMedia(WIDE).matches) {
      setIsSheetOpen(true);
      return;
    }
    writeCookie(DETAILS_COOKIE, isPaneShown ? 'hidden' : 'shown');
    setIsPaneShown(!isPaneShown);
  }, [isPaneShown]);
  const closeSheet = useCallback(() => setIsSheetOpen(false), []);
  const details = useMemo(
    () => ({ isPaneShown, isSheetOpen, toggle, closeSheet }),
    [isPaneShown, isSheetOpen, toggle, closeSheet],
  );
  return <DetailsContext value={details}>{children}</DetailsContext>;
}

export function useDetails(): Details {
  const details = useContext(DetailsContext);
  if (!details) throw new Error('useDetails needs a DetailsProvider');
  return details;
}
