'use client';

import { AuthCard } from '@/components/auth/auth-card';
import { DoneCard } from '@/components/auth/done-card';
import { EmailField } from '@/components/auth/email-field';
import { FormSummary } from '@/components/auth/form-summary';
import { TextLink } from '@/components/auth/text-link';
import { TokenField } from '@/components/auth/token-field';
import { type FormAction, useAuthForm } from '@/components/auth/use-auth-form';
import { translateProblem } from '@/components/i18n/translate-error';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';
import { PasswordField } from '@/components/ui/password-field';
import { accountPages } from '@/lib/shared/accounts/account-urls';
import { PASSWORD_MIN_CHARACTERS } from '@/lib/shared/limits';
import { pages } from '@/lib/shared/urls';

interface ResetFormProps {
  action: FormAction;
  /** Of the link that was opened; null where it is to be entered, as a code. */
  token: string | null;
}

/** Sets a new password with the token of a link. */
export function ResetForm({ action, token }: ResetFormProps) {
  const words = useAllMessages();
  const { state, isPending, form } = useAuthForm(action);
  if (state.isDone) {
    return (
      <DoneCard title={words.auth.resetDoneTitle} hint={words.auth.resetDone}>
        <TextLink href={pages.logIn}>{words.auth.logIn}</TextLink>
      </DoneCard>
    );
  }
  // Of an account that was made with a passkey and has none yet; the server says so.
  const isEmailNeeded = state.values?.email !== undefined;
  const labels = {
    ...(isEmailNeeded && { email: words.auth.email }),
    ...(token === null && { token: words.auth.code }),
    password: words.profile.newPassword,
  };
  return (
    <AuthCard
      title={words.auth.resetTitle}
      hint={words.auth.resetHint}
      otherWay={{ answer: words.auth.backToLogIn, href: pages.logIn }}
    >
      <form {...form} noValidate className="flex flex-col gap-5">
        <FormSummary state={state} labels={labels} idPrefix="reset" />
        {state.failure?.reason === 'reset_over' && (
          <TextLink href={accountPages.forgot}>{words.auth.newLink}</TextLink>
        )}
        <TokenField idPrefix="reset" token={token} state={state} />
        {isEmailNeeded && (
          <EmailField
            idPrefix="reset"
            autoComplete="email"
            hint={words.auth.resetEmailHint}
            state={state}
          />
        )}
        <PasswordField
          id="reset-password"
          name="password"
          label={words.profile.newPassword}
          hint={words.auth.passwordHint(PASSWORD_MIN_CHARACTERS)}
          autoComplete="new-password"
          required
          error={translateProblem(words, state.problems?.password)}
          answer={state}
        />
        <Button type="submit" isPending={isPending}>
          {isPending ? words.auth.settingPassword : words.auth.setPassword}
        </Button>
      </form>
    </AuthCard>
  );
}
