'use client';

import { type ReactNode, useCallback, useState } from 'react';
import { sessionMark } from '@/components/auth/session-mark';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { useChatClient } from '@/lib/client/chat-provider';
import { dropFormDrafts, hasFormDrafts } from '@/lib/client/drafts/form-drafts';
import { useMe } from '@/lib/client/hooks/people/use-me';
import { createApiClient } from '@/lib/client/transport/api-client';
import { ApiError } from '@/lib/client/transport/api-error';
import { pages } from '@/lib/shared/urls';

const api = createApiClient();

/** Loaded only when somebody signs out. */
const loadUnsent = () => import('@/lib/client/offline/unsent').catch(() => null);

/**
 * Signs out. Unsent messages and drafts are deleted, as this may be somebody else's computer: where
 * there are any, a dialog says so first.
 */
export function useLogOut(): { logOut: () => void; dialog: ReactNode } {
  const words = useAllMessages();
  const client = useChatClient();
  const ownerId = useMe()._id;
  const [isAsking, setIsAsking] = useState(false);
  const [hasFailed, setHasFailed] = useState(false);
  const leave = useCallback(async () => {
    (await loadUnsent())?.noteLeaving(ownerId);
    sessionMark.clear();
    // The server tells every tab that the session has ended; this one has to ignore that, as it
    // leaves by itself.
    client.stop();
    try {
      await api.logOut();
      dropFormDrafts();
      // A whole new page, so that nothing of this person stays in memory.
      window.location.assign(pages.logIn);
    } catch (error) {
      // Another tab has signed out already.
      if (error instanceof ApiError && ['unauthorized', 'not_found'].includes(error.code)) {
        dropFormDrafts();
        window.location.assign(pages.logIn);
        return;
      }
      client.start();
      sessionMark.set();
      (await loadUnsent())?.noteStaying();
      setHasFailed(true);
      setIsAsking(true);
    }
  }, [client, ownerId]);
  const logOut = useCallback(() => {
    const ask = async () => {
      setHasFailed(false);
      if (hasFormDrafts() || (await (await loadUnsent())?.hasUnsent(ownerId))) setIsAsking(true);
      else await leave();
    };
    void ask();
  }, [ownerId, leave]);
  const dialog = (
    <Dialog
      isOpen={isAsking}
      onClose={() => setIsAsking(false)}
      title={hasFailed ? words.auth.logOut : words.auth.unsentTitle}
      kind="sheet"
      showTitle
    >
      <div className="flex flex-col gap-5 p-5">
        <p role={hasFailed ? 'alert' : undefined} className="text-muted">
          {hasFailed ? words.auth.logOutFailed : words.auth.unsentHint}
        </p>
        <div className="flex flex-wrap justify-end gap-3">
          <Button variant="secondary" onClick={() => setIsAsking(false)}>
            {words.common.cancel}
          </Button>
          <Button variant="danger" onClick={() => void leave()}>
            {hasFailed ? words.common.retry : words.auth.logOutAnyway}
          </Button>
        </div>
      </div>
    </Dialog>
  );
  return { logOut, dialog };
}
