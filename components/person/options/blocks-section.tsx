'use client';

import { useState } from 'react';
import useSWR from 'swr';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Avatar } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import { LoadFailed } from '@/components/ui/load-failed';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import { createApiClient } from '@/lib/client/transport/api-client';
import { apiUrls } from '@/lib/shared/urls';

const api = createApiClient();

/** Whom one has blocked, and the way back. */
export function BlocksSection() {
  const words = useAllMessages();
  const { settings: texts } = words;
  const { data, error, mutate } = useSWR(apiUrls.blocks, () => api.blocks());
  const [pending, setPending] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const unblock = async (userId: string) => {
    setRefusal(null);
    setPending(userId);
    try {
      await api.unblock(userId);
    } catch {
      setRefusal(texts.refused);
    }
    await mutate();
    setPending(null);
  };
  return (
    <Section id="blocked" title={texts.blockedTitle} hint={texts.blockedListHint}>
      {error && !data && (
        <LoadFailed retryLabel={words.common.retry} onRetry={() => void mutate()}>
          {texts.blockedFailed}
        </LoadFailed>
      )}
      {!data && !error && <Skeleton className="h-6 w-56" />}
      {data?.length === 0 && <p className="text-muted">{texts.nobodyBlocked}</p>}
      {data && data.length > 0 && (
        <ul className="-my-2 flex flex-col divide-y divide-line">
          {data.map(({ user }) => (
            <li key={user._id} className="flex min-h-15 items-center gap-4 py-2">
              <Avatar id={user._id} name={user.fullName} src={user.profilePic} size="small" />
              <span dir="auto" className="min-w-0 flex-1 truncate font-medium">
                {user.fullName}
              </span>
              <Button
                variant="secondary"
                isPending={pending === user._id}
                aria-label={texts.unblockPerson(user.fullName)}
                onClick={() => void unblock(user._id)}
              >
                {texts.unblock}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <p role="alert" className="text-danger empty:hidden">
        {refusal}
      </p>
    </Section>
  );
}
