'use client';

import { useActionState } from 'react';
import { AuthCard } from '@/components/auth/auth-card';
import { EmailField } from '@/components/auth/email-field';
import { FormSummary } from '@/components/auth/form-summary';
import { SessionEnded } from '@/components/auth/session-ended';
import { useWords } from '@/components/i18n/words-provider';
import { Button } from '@/components/ui/button';
import { PasswordField } from '@/components/ui/password-field';
import { logInAction } from '@/lib/server/auth/actions';
import { pages } from '@/lib/shared/urls';

export function LogInForm() {
  const words = useWords();
  const labels = { email: words.auth.email, password: words.auth.password };
  const [state, action, isPending] = useActionState(logInAction, {});
  return (
    <AuthCard
      title={words.auth.logInTitle}
      hint={words.auth.logInHint}
      question={words.auth.noAccount}
      answer={words.auth.signUp}
      href={pages.signUp}
    >
      {!state.message && !state.fields && <SessionEnded />}
      <form action={action} noValidate className="flex flex-col gap-5">
        <FormSummary state={state} labels={labels} idPrefix="login" />
        <EmailField idPrefix="login" autoComplete="username" state={state} />
        <PasswordField
          id="login-password"
          name="password"
          label={words.auth.password}
          autoComplete="current-password"
          required
          error={state.fields?.password}
        />
        <Button type="submit" isPending={isPending}>
          {isPending ? words.auth.loggingIn : words.auth.logIn}
        </Button>
      </form>
    </AuthCard>
  );
}
