'use client';

import { useEffect } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';
import { NoticePage } from '@/components/ui/notice-page';
import { isServerReachable } from '@/lib/client/offline/is-server-reachable';
import { SHELL_PATH } from '@/lib/shared/service-worker-messages';
import { pages } from '@/lib/shared/urls';

const LOOK_EVERY_MS = 5_000;

/** Asks again for the page that was wanted. */
function retry(): void {
  if (window.location.pathname === SHELL_PATH) window.location.replace(pages.chat);
  else window.location.reload();
}

async function retryIfReachable(): Promise<void> {
  if (await isServerReachable()) retry();
}

/** Nothing to show without a connection; goes on by itself once there is one. */
export function OfflinePage() {
  const words = useAllMessages();
  useEffect(() => {
    window.addEventListener('online', retry);
    const timer = setInterval(() => void retryIfReachable(), LOOK_EVERY_MS);
    return () => {
      window.removeEventListener('online', retry);
      clearInterval(timer);
    };
  }, []);
  return (
    <NoticePage title={words.away.title} hint={words.away.hint}>
      <title>{words.pageTitle(words.away.title)}</title>
      <Button onClick={retry}>{words.common.retry}</Button>
    </NoticePage>
  );
}
