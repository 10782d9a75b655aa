'use client';

import { type ReactNode, useCallback, useRef } from 'react';
import { useMessages } from '@/components/i18n/messages-provider';
import {
  CONVERSATION_PANE_ID,
  DETAILS_PANE_ID,
  DETAILS_WIDTH,
  spanBeside,
} from '@/components/navigation/pane-layout';
import { useDetails } from '@/components/navigation/use-details';
import { PaneSeparator } from '@/components/ui/pane-separator';

/** What the conversation keeps of its pane, in rem; the class of the aside says the same. */
const CONVERSATION_MIN_REM = 22;

/**
 * For the section of both: what stands first leaves the details their width. Where a page comes slowly,
 * the conversation is drawn before the details are there, and would move when they come.
 */
export const BESIDE_DETAILS =
  'details:[&>:first-child]:max-w-[calc(100%-clamp(14rem,min(var(--details-width),100%-22rem),40rem)-1px)]';

/** The details beside the conversation, where there is room, and the line to it. */
export function DetailsPane({ children }: { children: ReactNode }) {
  const words = useMessages();
  const { host, setWidth } = useDetails();
  const pane = useRef<HTMLElement>(null);
  const measure = useCallback(() => {
    const whole = document.getElementById(CONVERSATION_PANE_ID);
    if (!pane.current || !whole) return null;
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const rest = whole.clientWidth - pane.current.offsetWidth;
    return spanBeside(pane.current, { width: rest, min: CONVERSATION_MIN_REM * rem });
  }, []);
  return (
    <div data-details className="contents max-details:hidden">
      <PaneSeparator
        label={words.panes.detailsWidth}
        controls={DETAILS_PANE_ID}
        pane="after"
        measure={measure}
        host={host}
        variable={DETAILS_WIDTH}
        onSettle={setWidth}
      />
      <aside
        ref={pane}
        id={DETAILS_PANE_ID}
        aria-label={words.people.details}
        data-scroller
        className="w-[min(var(--details-width),100%-22rem)] min-w-56 max-w-[40rem] shrink-0 overflow-y-auto"
      >
        {children}
      </aside>
    </div>
  );
}
