'use client';

import { Button } from '@/components/ui/button';
import { NoticePage } from '@/components/ui/notice-page';
import { words } from '@/components/words';

export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return (
    <NoticePage title={words.error.title} hint={words.error.hint}>
      <Button onClick={reset}>{words.common.retry}</Button>
    </NoticePage>
  );
}
