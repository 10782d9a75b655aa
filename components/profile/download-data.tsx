'use client';

import Download from 'lucide-react/icons/download';
import { useRef, useState } from 'react';
import { translateError } from '@/components/i18n/translate-error';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';
import { createApiClient } from '@/lib/client/transport/api-client';
import { ApiError } from '@/lib/client/transport/api-error';
import { apiUrls } from '@/lib/shared/urls';

const api = createApiClient();

/**
 * Downloads one's data. It is asked first whether there is anything against it, which is then said in
 * words; the download itself is the browser's, which shows its progress and keeps nothing in memory.
 */
export function DownloadData() {
  const words = useAllMessages();
  const [state, setState] = useState<'idle' | 'asking' | 'started'>('idle');
  const [error, setError] = useState<ApiError | null>(null);
  const link = useRef<HTMLAnchorElement>(null);

  const start = async () => {
    setState('asking');
    setError(null);
    try {
      await api.checkExport();
      link.current?.click();
      setState('started');
    } catch (thrown) {
      setError(thrown instanceof ApiError ? thrown : new ApiError('internal'));
      setState('idle');
    }
  };

  return (
    <div className="flex flex-wrap items-center gap-4">
      <Button variant="secondary" isPending={state === 'asking'} onClick={() => void start()}>
        <Download className="size-4" aria-hidden="true" />
        <span>{words.data.download}</span>
      </Button>
      {/* The attribute keeps this page, should the download be refused after all. */}
      <a ref={link} href={apiUrls.export} download hidden>
        {words.data.download}
      </a>
      <p role="status" className="text-muted empty:hidden">
        {state === 'started' && words.data.started}
      </p>
      <p role="alert" className="text-danger empty:hidden">
        {error && (error.code === 'rate_limited' ? words.data.busy : translateError(words, error))}
      </p>
    </div>
  );
}
