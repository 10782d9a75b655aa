'use client';

import { useState } from 'react';
import useSWR from 'swr';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { SharedLink } from '@/components/invitation/shared-link';
import { Button } from '@/components/ui/button';
import { LoadFailed } from '@/components/ui/load-failed';
import { Skeleton } from '@/components/ui/skeleton';
import { profileLinkApi } from '@/lib/client/transport/invitation-api';
import { apiUrls, pages } from '@/lib/shared/urls';

interface ProfileLinkProps {
  /** Whether it can be replaced by another one here. */
  isReplaceable?: boolean;
  isCodeShown?: boolean;
}

/** The link by which others find the reader: to copy, to share and to scan. */
export function ProfileLink({ isReplaceable = false, isCodeShown = false }: ProfileLinkProps) {
  const words = useAllMessages();
  const { data, error, mutate } = useSWR(apiUrls.profileLink, () => profileLinkApi.get());
  const [result, setResult] = useState<'replaced' | 'failed' | null>(null);
  const [isPending, setIsPending] = useState(false);

  const replace = async () => {
    setIsPending(true);
    setResult(null);
    try {
      await mutate(await profileLinkApi.replace(), { revalidate: false });
      setResult('replaced');
    } catch {
      setResult('failed');
    }
    setIsPending(false);
  };

  if (error && !data) {
    return (
      <LoadFailed retryLabel={words.common.retry} onRetry={() => void mutate()}>
        {words.profileLink.loadFailed}
      </LoadFailed>
    );
  }
  if (!data) return <Skeleton className="h-11 w-full" />;
  return (
    <div className="flex flex-col gap-4">
      <SharedLink
        key={data}
        path={pages.profileLink(data)}
        label={words.profileLink.label}
        codeLabel={words.profileLink.code}
        isCodeShown={isCodeShown}
      />
      {isReplaceable && (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="min-w-0 flex-1 basis-48 text-sm text-muted">
            {words.profileLink.replaceHint}
          </p>
          <Button variant="secondary" isPending={isPending} onClick={() => void replace()}>
            {words.profileLink.replace}
          </Button>
        </div>
      )}
      <p
        role={result === 'failed' ? 'alert' : 'status'}
        className={`text-sm empty:hidden ${result === 'failed' ? 'text-danger' : 'text-muted'}`}
      >
        {result === 'replaced' && words.profileLink.replaced}
        {result === 'failed' && words.common.somethingWrong}
      </p>
    </div>
  );
}
