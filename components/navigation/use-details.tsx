'use client';

import {
  createContext,
  type ReactNode,
  type RefObject,
  useCallback,
  useContext,
  useMemo,
  useState,
} from 'react';
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
  /** The element with the CSS variable that the pane takes its width from. */
  host: RefObject<HTMLElement | null>;
  /** In rem; null for the usual one. */
  setWidth: (width: number | null) => void;
  closeSheet: () => void;
}

const DetailsContext = createContext<Details | null>(null);

interface DetailsProviderProps {
  /**
   * The remembered setting, from a cookie, so that the server's page has it and nothing moves after
   * the first paint.
   */
  isInitiallyShown: boolean;
  host: Details['host'];
  setWidth: Details['setWidth'];
  children: ReactNode;
}

/** Whether the details of the other person are shown; stays while going from one to another. */
export function DetailsProvider(props: DetailsProviderProps) {
  const { isInitiallyShown, host, setWidth, children } = props;
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
    () => ({ isPaneShown, isSheetOpen, toggle, host, setWidth, closeSheet }),
    [isPaneShown, isSheetOpen, toggle, host, setWidth, closeSheet],
  );
  return <DetailsContext value={details}>{children}</DetailsContext>;
}

export function useDetails(): Details {
  const details = useContext(DetailsContext);
  if (!details) throw new Error('useDetails needs a DetailsProvider');
  return details;
}
