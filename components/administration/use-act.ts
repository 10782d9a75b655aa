'use client';

import { useCallback, useState } from 'react';
import { translateError } from '@/components/i18n/translate-error';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { toApiError } from '@/lib/client/transport/envelope';

/** Does one thing at a time and says how it ended: `act` resolves with whether it was done. */
export function useAct() {
  const words = useAllMessages();
  const [said, setSaid] = useState<{ done: string } | { failed: string } | null>(null);
  const [pending, setPending] = useState<string | null>(null);
  const act = useCallback(
    async (id: string, work: () => Promise<string>): Promise<boolean> => {
      setPending(id);
      setSaid(null);
      try {
        setSaid({ done: await work() });
        return true;
      } catch (thrown) {
        setSaid({ failed: translateError(words, toApiError(thrown)) });
        return false;
      } finally {
        setPending(null);
      }
    },
    [words],
  );
  return { act, said, pending };
}
