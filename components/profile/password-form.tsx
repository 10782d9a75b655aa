'use client';

import { type FormEvent, useRef, useState } from 'react';
import { translateProblem } from '@/components/i18n/translate-error';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { FormResult } from '@/components/profile/form-result';
import { useFocusInvalid } from '@/components/profile/use-focus-invalid';
import { Button } from '@/components/ui/button';
import { PasswordField } from '@/components/ui/password-field';
import { Section } from '@/components/ui/section';
import { useMe } from '@/lib/client/hooks/people/use-me';
import { createApiClient } from '@/lib/client/transport/api-client';
import { ApiError } from '@/lib/client/transport/api-error';
import { PASSWORD_MIN_CHARACTERS } from '@/lib/shared/limits';

const api = createApiClient();

export function PasswordForm() {
  const words = useAllMessages();
  const me = useMe();
  const [error, setError] = useState<ApiError | null>(null);
  const [state, setState] = useState<'idle' | 'saving' | 'saved'>('idle');

  const form = useRef<HTMLFormElement>(null);
  useFocusInvalid(form, error);

  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    setState('saving');
    setError(null);
    try {
      await api.changePassword({
        currentPassword: String(data.get('currentPassword') ?? ''),
        newPassword: String(data.get('newPassword') ?? ''),
      });
      form.current?.reset();
      setState('saved');
    } catch (thrown) {
      setError(thrown instanceof ApiError ? thrown : new ApiError('internal'));
      setState('idle');
    }
  };

  return (
    <Section id="password" title={words.profile.password} hint={words.profile.passwordHint}>
      <form
        ref={form}
        onSubmit={(event) => void onSubmit(event)}
        method="post"
        noValidate
        className="flex flex-col gap-5"
      >
        {/* Tells password managers whose password this is. */}
        <input type="email" autoComplete="username" value={me.email} readOnly hidden />
        <PasswordField
          id="current-password"
          name="currentPassword"
          label={words.profile.currentPassword}
          autoComplete="current-password"
          required
          error={translateProblem(words, error?.problems.currentPassword)}
          answer={error}
        />
        <PasswordField
          id="new-password"
          name="newPassword"
          label={words.profile.newPassword}
          hint={words.auth.passwordHint(PASSWORD_MIN_CHARACTERS)}
          autoComplete="new-password"
          required
          error={translateProblem(words, error?.problems.newPassword)}
          answer={error}
        />
        <div className="flex flex-wrap items-center gap-4">
          <Button type="submit" variant="secondary" isPending={state === 'saving'}>
            {state === 'saving' ? words.common.saving : words.profile.changePassword}
          </Button>
          <FormResult
            success={state === 'saved' ? words.profile.passwordChanged : null}
            error={error}
          />
        </div>
      </form>
    </Section>
  );
}
