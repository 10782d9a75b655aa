'use client';

import Check from 'lucide-react/icons/check';
import CloudOff from 'lucide-react/icons/cloud-off';
import { useEffect, useRef, useState } from 'react';
import { useMessages } from '@/components/i18n/messages-provider';
import { classNames } from '@/components/ui/class-names';
import { Spinner } from '@/components/ui/spinner';
import { useConnection } from '@/lib/client/hooks/use-connection';

const BACK_SHOWN_MS = 4_000;

/**
 * Says when the connection has been lost for more than a moment, and when it is back; screen
 * readers hear it politely. Lies over the page, so that nothing moves, and lets clicks through.
 */
export function ConnectionBanner({ isConversationOpen }: { isConversationOpen: boolean }) {
  const words = useMessages();
  const { state, showBanner } = useConnection();
  const isBack = useIsBack(showBanner, state === 'online' || state === 'polling');
  const notice = showBanner ? (state === 'offline' ? 'offline' : 'connecting') : null;
  const shown = notice ?? (isBack ? 'online' : null);
  return (
    <div
      role="status"
      className={classNames(
        'pointer-events-none absolute end-0 z-40 flex justify-center px-4 max-md:start-0 md:start-(--list-width)',
        'details:group-has-data-details/panes:end-(--details-width)',
        // Under the conversation's header; the list has its search there, and room at its end.
        isConversationOpen
          ? 'top-18 mt-safe'
          : 'md:top-18 md:mt-safe max-md:bottom-3 max-md:mb-safe',
      )}
    >
      {shown && (
        // An element for each state, so that none is seen changing its size.
        <p
          key={shown}
          data-banner
          className={classNames(
            'flex min-h-9 animate-fade-in items-center gap-2 rounded-card px-4 py-1.5 text-center text-sm font-medium shadow-raised ring-1 ring-line',
            shown === 'online' ? 'bg-raised text-ink' : 'bg-warning-soft text-on-warning',
          )}
        >
          {shown === 'online' && (
            <Check className="size-4 shrink-0 text-success" aria-hidden="true" />
          )}
          {shown === 'offline' && <CloudOff className="size-4 shrink-0" aria-hidden="true" />}
          {shown === 'connecting' && <Spinner className="size-4 shrink-0" />}
          <span>{words.connection[shown]}</span>
        </p>
      )}
    </div>
  );
}

/** True for a moment after an interruption that was shown has ended. */
function useIsBack(isTroubleShown: boolean, isReachable: boolean): boolean {
  const wasTroubleShown = useRef(false);
  const [isBack, setIsBack] = useState(false);
  useEffect(() => {
    if (isTroubleShown) {
      wasTroubleShown.current = true;
      setIsBack(false);
    } else if (wasTroubleShown.current && isReachable) {
      wasTroubleShown.current = false;
      setIsBack(true);
    }
  }, [isTroubleShown, isReachable]);
  useEffect(() => {
    if (!isBack) return;
    const timer = setTimeout(() => setIsBack(false), BACK_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isBack]);
  return isBack;
}
