'use client';

import { useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { FormResult } from '@/components/profile/form-result';
import { Section } from '@/components/ui/section';
import { SwitchField } from '@/components/ui/switch-field';
import { useLocalTime } from '@/lib/client/hooks/people/use-local-time';
import { ApiError } from '@/lib/client/transport/api-error';

/** Whether others see one's local time; takes effect at once. */
export function LocalTimeSection() {
  const words = useAllMessages();
  const { isShown, show, isSaving } = useLocalTime();
  const [wanted, setWanted] = useState<boolean | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const change = async (next: boolean) => {
    // Not disabled meanwhile: the switch would lose the focus.
    if (isSaving) return;
    setWanted(next);
    setError(null);
    try {
      await show(next);
    } catch (thrown) {
      setError(thrown instanceof ApiError ? thrown : new ApiError('internal'));
    } finally {
      setWanted(null);
    }
  };
  return (
    <Section id="local-time" title={words.people.localTime}>
      <SwitchField
        label={words.profile.showLocalTime}
        hint={words.profile.showLocalTimeHint}
        isOn={wanted ?? isShown}
        onChange={(next) => void change(next)}
      />
      <FormResult success={null} error={error} />
    </Section>
  );
}
