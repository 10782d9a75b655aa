'use client';

import { AuthCard } from '@/components/auth/auth-card';
import { EmailField } from '@/components/auth/email-field';
import { FormSummary } from '@/components/auth/form-summary';
import { useAuthForm } from '@/components/auth/use-auth-form';
import { translateProblem } from '@/components/i18n/translate-error';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';
import { PasswordField } from '@/components/ui/password-field';
import { TextAreaField, TextField } from '@/components/ui/text-field';
import { signUpAction } from '@/lib/server/auth/actions';
import { PASSWORD_MIN_CHARACTERS } from '@/lib/shared/limits';
import { NEXT_PARAMETER, pages, pageWithNext } from '@/lib/shared/urls';

interface SignUpFormProps {
  /** One of our own paths, to go on to. */
  next: string;
  /** Nobody has an account here yet: this one will be the administrator. */
  isFirst: boolean;
}

export function SignUpForm({ next, isFirst }: SignUpFormProps) {
  const words = useAllMessages();
  const labels = {
    fullName: words.auth.fullName,
    email: words.auth.email,
    password: words.auth.password,
    bio: words.auth.bio,
  };
  const { state, isPending, form } = useAuthForm(signUpAction);
  return (
    <AuthCard
      title={isFirst ? words.firstRun.title : words.auth.signUpTitle}
      hint={isFirst ? words.firstRun.hint : words.auth.signUpHint}
      {...(!isFirst && {
        otherWay: {
          question: words.auth.haveAccount,
          answer: words.auth.logIn,
          href: pageWithNext(pages.logIn, next),
        },
      })}
    >
      <form {...form} noValidate className="flex flex-col gap-5">
        <input type="hidden" name={NEXT_PARAMETER} value={next} />
        <FormSummary state={state} labels={labels} idPrefix="signup" />
        <TextField
          id="signup-fullName"
          name="fullName"
          label={words.auth.fullName}
          autoComplete="name"
          dir="auto"
          required
          defaultValue={state.values?.fullName}
          error={translateProblem(words, state.problems?.fullName)}
          answer={state}
        />
        <EmailField idPrefix="signup" autoComplete="email" state={state} />
        <PasswordField
          id="signup-password"
          name="password"
          label={words.auth.password}
          hint={words.auth.passwordHint(PASSWORD_MIN_CHARACTERS)}
          autoComplete="new-password"
          required
          error={translateProblem(words, state.problems?.password)}
          answer={state}
        />
        <TextAreaField
          id="signup-bio"
          name="bio"
          label={words.auth.bio}
          note={words.common.optional}
          rows={2}
          defaultValue={state.values?.bio}
          error={translateProblem(words, state.problems?.bio)}
          answer={state}
        />
        <Button type="submit" isPending={isPending}>
          {isPending ? words.auth.signingUp : words.auth.signUp}
        </Button>
      </form>
    </AuthCard>
  );
}
