'use client';

import { useState } from 'react';
import useSWR from 'swr';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { FormResult } from '@/components/profile/form-result';
import { LoadFailed } from '@/components/ui/load-failed';
import { Section } from '@/components/ui/section';
import { SwitchField } from '@/components/ui/switch-field';
import { accountClient } from '@/lib/client/transport/account-client';
import { ApiError } from '@/lib/client/transport/api-error';
import { accountApi } from '@/lib/shared/accounts/account-urls';
import type { PrivacyDto } from '@/lib/shared/accounts/privacy';

/** What holds for an account that has set nothing up. */
const DEFAULTS: PrivacyDto = { online: true, lastSeen: true, seen: true, requests: false };

/** What others see of one's coming, going and reading; takes effect at once. */
export function PrivacySection() {
  const words = useAllMessages();
  const { data, error: loadError, mutate } = useSWR(accountApi.privacy, accountClient.privacy);
  const [error, setError] = useState<ApiError | null>(null);
  const change = async (input: Partial<PrivacyDto>) => {
    if (!data) return;
    setError(null);
    try {
      await mutate(() => accountClient.setPrivacy(input), {
        optimisticData: { ...data, ...input },
        revalidate: false,
      });
    } catch (thrown) {
      setError(thrown instanceof ApiError ? thrown : new ApiError('internal'));
    }
  };
  return (
    <Section id="privacy" title={words.privacy.title} hint={words.privacy.hint}>
      {/* As it is for most, until it is known: nothing moves then. */}
      {(data || !loadError) && (
        <Switches privacy={data ?? DEFAULTS} isKnown={!!data} onChange={change} />
      )}
      {!data && loadError && (
        <LoadFailed retryLabel={words.common.retry} onRetry={() => void mutate()}>
          {words.privacy.failed}
        </LoadFailed>
      )}
      <FormResult success={null} error={error} />
    </Section>
  );
}

interface SwitchesProps {
  privacy: PrivacyDto;
  isKnown: boolean;
  onChange: (input: Partial<PrivacyDto>) => Promise<void>;
}

function Switches({ privacy, isKnown, onChange }: SwitchesProps) {
  const words = useAllMessages();
  return (
    <>
      <SwitchField
        label={words.privacy.online}
        isOn={privacy.online}
        isDisabled={!isKnown}
        onChange={(online) => void onChange({ online })}
      />
      <SwitchField
        label={words.privacy.lastSeen}
        hint={words.privacy.lastSeenHint}
        isOn={privacy.online && privacy.lastSeen}
        isDisabled={!isKnown || !privacy.online}
        onChange={(lastSeen) => void onChange({ lastSeen })}
      />
      <SwitchField
        label={words.privacy.seen}
        hint={words.privacy.seenHint}
        isOn={privacy.seen}
        isDisabled={!isKnown}
        onChange={(seen) => void onChange({ seen })}
      />
      <SwitchField
        label={words.privacy.requests}
        hint={words.privacy.requestsHint}
        isOn={privacy.requests}
        isDisabled={!isKnown}
        onChange={(requests) => void onChange({ requests })}
      />
    </>
  );
}
