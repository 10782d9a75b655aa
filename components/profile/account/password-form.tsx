'use client';

import { translateProblem } from '@/components/i18n/translate-error';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { CurrentPasswordField } from '@/components/profile/account/current-password-field';
import { textOf, useAccountForm } from '@/components/profile/account/use-account-form';
import { FormResult } from '@/components/profile/form-result';
import { Button } from '@/components/ui/button';
import { PasswordField } from '@/components/ui/password-field';
import { Section } from '@/components/ui/section';
import { useMe } from '@/lib/client/hooks/people/use-me';
import { createApiClient } from '@/lib/client/transport/api-client';
import { PASSWORD_MIN_CHARACTERS } from '@/lib/shared/limits';

const api = createApiClient();

export function PasswordForm() {
  const words = useAllMessages();
  const me = useMe();
  const { form, error, success, isPending } = useAccountForm(async (data) => {
    await api.changePassword({
      currentPassword: textOf(data, 'currentPassword'),
      newPassword: textOf(data, 'newPassword'),
    });
    return words.profile.passwordChanged;
  });

  return (
    <Section id="password" title={words.profile.password} hint={words.profile.passwordHint}>
      <form {...form} className="flex flex-col gap-5">
        {/* Tells password managers whose password this is. */}
        <input type="email" autoComplete="username" value={me.email} readOnly hidden />
        <CurrentPasswordField id="current-password" name="currentPassword" error={error} />
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
          <Button type="submit" variant="secondary" isPending={isPending}>
            {isPending ? words.common.saving : words.profile.changePassword}
          </Button>
          <FormResult success={success} error={error} />
        </div>
      </form>
    </Section>
  );
}
