'use client';

import { AuthCard } from '@/components/auth/auth-card';
import { EmailField } from '@/components/auth/email-field';
import { FormSummary } from '@/components/auth/form-summary';
import { SessionEnded } from '@/components/auth/session-ended';
import { useAuthForm } from '@/components/auth/use-auth-form';
import { translateProblem } from '@/components/i18n/translate-error';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';
import { PasswordField } from '@/components/ui/password-field';
import { logInAction } from '@/lib/server/auth/actions';
import { NEXT_PARAMETER, pages, pageWithNext } from '@/lib/shared/urls';

/** Signs in and goes on to `next`, one of our own paths. */
export function LogInForm({ next }: { next: string }) {
  const words = useAllMessages();
  const labels = { email: words.auth.email, password: words.auth.password };
  const { state, isPending, form } = useAuthForm(logInAction);
  return (
    <AuthCard
      title={words.auth.logInTitle}
      hint={words.auth.logInHint}
      otherWay={{
        question: words.auth.noAccount,
        answer: words.auth.signUp,
        href: pageWithNext(pages.signUp, next),
      }}
    >
      {!state.failure && <SessionEnded />}
      <form {...form} noValidate className="flex flex-col gap-5">
        <input type="hidden" name={NEXT_PARAMETER} value={next} />
        <FormSummary state={state} labels={labels} idPrefix="login" />
        <EmailField idPrefix="login" autoComplete="username" state={state} />
        <PasswordField
          id="login-password"
          name="password"
          label={words.auth.password}
          autoComplete="current-password"
          required
          error={translateProblem(words, state.problems?.password)}
          answer={state}
        />
        <Button type="submit" isPending={isPending}>
          {isPending ? words.auth.loggingIn : words.auth.logIn}
        </Button>
      </form>
    </AuthCard>
  );
}
