'use client';

import { useState } from 'react';
import useSWR from 'swr';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { CodesShown } from '@/components/profile/account/codes-shown';
import {
  RemoveSecondFactor,
  SetUpSecondFactor,
} from '@/components/profile/account/second-factor-forms';
import { Button } from '@/components/ui/button';
import { useClock } from '@/components/ui/clock';
import { formatAgo } from '@/components/ui/dates';
import { Dialog } from '@/components/ui/dialog';
import { LoadFailed } from '@/components/ui/load-failed';
import { LocalTime } from '@/components/ui/local-time';
import { Section } from '@/components/ui/section';
import { accountClient } from '@/lib/client/transport/account-client';
import { accountApi } from '@/lib/shared/accounts/account-urls';

/** Turns on and off that the password needs a code beside it. */
export function SecondFactorSection() {
  const words = useAllMessages();
  const clock = useClock();
  const { data, error, mutate } = useSWR(accountApi.secondFactor, () =>
    accountClient.secondFactor(),
  );
  const [isOpen, setIsOpen] = useState(false);
  const [codes, setCodes] = useState<string[] | null>(null);
  const since = data?.since ?? null;
  const close = () => setIsOpen(false);
  const onDone = async (made: string[] | null) => {
    await mutate();
    setCodes(made);
    close();
  };
  return (
    <Section id="second-factor" title={words.secondFactor.title} hint={words.secondFactor.hint}>
      {error && !data && (
        <LoadFailed retryLabel={words.common.retry} onRetry={() => void mutate()}>
          {words.secondFactor.loadFailed}
        </LoadFailed>
      )}
      {data && (
        <p role="status" className="text-muted">
          {since ? (
            <LocalTime iso={since}>
              {words.secondFactor.on(formatAgo(since, clock, words))}
            </LocalTime>
          ) : (
            words.secondFactor.off
          )}
        </p>
      )}
      <CodesShown codes={codes} hint={words.secondFactor.codesMade} />
      {data && (
        <div className="flex">
          <Button variant="secondary" onClick={() => setIsOpen(true)}>
            {since ? words.secondFactor.turnOff : words.secondFactor.setUp}
          </Button>
        </div>
      )}
      <Dialog
        isOpen={isOpen}
        onClose={close}
        title={words.secondFactor.title}
        kind="card"
        showTitle
      >
        {since ? (
          <RemoveSecondFactor onDone={() => onDone(null)} onCancel={close} />
        ) : (
          <SetUpSecondFactor onDone={onDone} onCancel={close} />
        )}
      </Dialog>
    </Section>
  );
}
