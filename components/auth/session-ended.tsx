'use client';

import Info from 'lucide-react/icons/info';
import { useSyncExternalStore } from 'react';
import { sessionMark } from '@/components/auth/session-mark';
import { useAllMessages } from '@/components/i18n/use-all-messages';

const never = () => () => {};

/** Says why the sign-in page is shown to somebody who did not sign out. */
export function SessionEnded() {
  const words = useAllMessages();
  const isShown = useSyncExternalStore(never, sessionMark.isSet, () => false);
  return (
    <div role="status">
      {isShown && (
        <p className="mb-5 flex gap-3 rounded-control bg-accent-soft p-3">
          <Info className="mt-0.5 size-4 shrink-0 text-accent" aria-hidden="true" />
          <span>{words.auth.sessionEnded}</span>
        </p>
      )}
    </div>
  );
}
