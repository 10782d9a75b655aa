'use client';

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { usePaneWidth } from '@/components/chat/use-pane-width';
import { DETAILS_COOKIE, DETAILS_WIDTH_COOKIE } from '@/components/ui/preferences';
import { writeCookie } from '@/components/ui/write-cookie';

/** From this width on there is room for them beside the conversation: the breakpoint `details`. */
const WIDE = '(min-width: 68.75rem)';

interface Details {
  /** Beside the conversation, where there is room. */
  isPaneShown: boolean;
  /** Over it, where there is none. */
  isSheetOpen: boolean;
  toggle: () => void;
  /** Of the pane, in rem; null for the usual one. */
  width: number | null;
  setWidth: (width: number | null) => void;
  closeSheet: () => void;
}

const DetailsContext = createContext<Details | null>(null);

interface DetailsProviderProps {
  /** What was remembered; known to the server, so that nothing moves after the first paint. */
  isInitiallyShown: boolean;
  initialWidth: number | null;
  children: ReactNode;
}

/** Whether the details of the other person are shown; stays while going from one to another. */
export function DetailsProvider({
  isInitiallyShown,
  initialWidth,
  children,
}: DetailsProviderProps) {
  const [width, setWidth] = usePaneWidth(DETAILS_WIDTH_COOKIE, initialWidth);
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
    () => ({ isPaneShown, isSheetOpen, toggle, width, setWidth, closeSheet }),
    [isPaneShown, isSheetOpen, toggle, width, setWidth, closeSheet],
  );
  return <DetailsContext value={details}>{children}</DetailsContext>;
}

export function useDetails(): Details {
  const details = useContext(DetailsContext);
  if (!details) throw new Error('useDetails needs a DetailsProvider');
  return details;
}
