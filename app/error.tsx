'use client';

import { useRouter } from 'next/navigation';
import { startTransition } from 'react';
import { useMessages } from '@/components/i18n/messages-provider';
import { Button } from '@/components/ui/button';
import { NoticePage } from '@/components/ui/notice-page';

export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  const words = useMessages();
  const router = useRouter();
  // The failure was most often on the server, so the page is requested again.
  const retry = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return (
    <NoticePage title={words.error.title} hint={words.error.hint}>
      <title>{words.pageTitle(words.error.title)}</title>
      <Button onClick={retry}>{words.common.retry}</Button>
    </NoticePage>
  );
}
