'use client';

import CloudOff from 'lucide-react/icons/cloud-off';
import { Spinner } from '@/components/ui/spinner';
import { useWords } from '@/components/words/words-provider';
import { useConnection } from '@/lib/client/hooks';

/** Says so when the line is down for longer than a blink; said aloud, too, but without haste. */
export function ConnectionBanner() {
  const words = useWords();
  const { state, showBanner } = useConnection();
  const isOffline = state === 'offline';
  return (
    <div role="status">
      {showBanner && (
        <p className="flex min-h-9 animate-fade-in items-center justify-center gap-2 bg-warning-soft px-4 py-1.5 pt-[max(0.375rem,env(safe-area-inset-top))] text-center text-sm font-medium text-on-warning">
          {isOffline ? (
            <CloudOff className="size-4 shrink-0" aria-hidden="true" />
          ) : (
            <Spinner className="size-4 shrink-0" />
          )}
          {isOffline ? words.connection.offline : words.connection.connecting}
        </p>
      )}
    </div>
  );
}
