'use client';

import MonitorSmartphone from 'lucide-react/icons/monitor-smartphone';
import { useState } from 'react';
import useSWR from 'swr';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';
import { useClock } from '@/components/ui/clock';
import { formatAgo } from '@/components/ui/dates';
import { LoadFailed } from '@/components/ui/load-failed';
import { LocalTime } from '@/components/ui/local-time';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import { createApiClient } from '@/lib/client/transport/api-client';
import type { SessionDto } from '@/lib/shared/dto';
import { apiUrls } from '@/lib/shared/urls';

const api = createApiClient();

export function SessionsList() {
  const words = useAllMessages();
  const { data, error, mutate } = useSWR(apiUrls.sessions, () => api.sessions());
  const [endError, setEndError] = useState<string | null>(null);

  const end = async (session: SessionDto) => {
    setEndError(null);
    try {
      await api.endSession(session.sid);
    } catch {
      setEndError(words.common.somethingWrong);
    }
    await mutate();
  };

  return (
    <Section id="devices" title={words.profile.devices} hint={words.profile.devicesHint}>
      {error && !data ? (
        <LoadFailed retryLabel={words.common.retry} onRetry={() => void mutate()}>
          {words.profile.devicesFailed}
        </LoadFailed>
      ) : (
        <ul className="-my-2 flex flex-col divide-y divide-line">
          {data?.map((session) => (
            <SessionRow key={session.sid} session={session} onEnd={() => end(session)} />
          ))}
          {!data && (
            <li className="flex min-h-15 items-center gap-4 py-2">
              <Skeleton className="size-10 rounded-full" />
              <Skeleton className="h-4 w-44" />
            </li>
          )}
        </ul>
      )}
      <p role="alert" className="text-danger empty:hidden">
        {endError}
      </p>
    </Section>
  );
}

function SessionRow({ session, onEnd }: { session: SessionDto; onEnd: () => Promise<void> }) {
  const words = useAllMessages();
  const clock = useClock();
  const [isEnding, setIsEnding] = useState(false);
  return (
    <li className="flex min-h-15 items-center gap-4 py-2">
      <MonitorSmartphone className="size-5 shrink-0 text-muted" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <p className="font-medium [overflow-wrap:anywhere]">{session.device}</p>
        <p className="text-meta text-muted">
          {session.current ? (
            words.profile.thisDevice
          ) : (
            <LocalTime iso={session.lastUsedAt}>
              {words.profile.lastUsed(formatAgo(session.lastUsedAt, clock, words))}
            </LocalTime>
          )}
        </p>
      </div>
      {!session.current && (
        <Button
          variant="secondary"
          isPending={isEnding}
          aria-label={words.profile.endSession(session.device)}
          onClick={() => {
            setIsEnding(true);
            void onEnd().finally(() => setIsEnding(false));
          }}
        >
          {words.profile.end}
        </Button>
      )}
    </li>
  );
}
