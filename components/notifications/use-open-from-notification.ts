'use client';

import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { pages } from '@/lib/shared/urls';

/** Goes where a notification leads, from whichever page. */
export function useOpenFromNotification(): (url: string) => void {
  const router = useRouter();
  return useCallback(
    (url) => {
      const userId = url.startsWith(`${pages.chat}/`) ? url.slice(pages.chat.length + 1) : null;
      if (!userId || !location.pathname.startsWith(pages.chat)) {
        router.push(url);
        return;
      }
      // The chat has it already, but in another file than what runs in the background.
      import('@/components/navigation/navigation').then(
        ({ openConversation }) => openConversation(decodeURIComponent(userId)),
        () => router.push(url),
      );
    },
    [router],
  );
}
