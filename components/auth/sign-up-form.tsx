'use client';

import { useActionState } from 'react';
import { AuthCard } from '@/components/auth/auth-card';
import { EmailField } from '@/components/auth/email-field';
import { FormSummary } from '@/components/auth/form-summary';
import { useWords } from '@/components/i18n/words-provider';
import { Button } from '@/components/ui/button';
import { PasswordField } from '@/components/ui/password-field';
import { TextAreaField, TextField } from '@/components/ui/text-field';
import { signUpAction } from '@/lib/server/auth/actions';
import { PASSWORD_MIN_CHARACTERS } from '@/lib/shared/limits';
import { pages } from '@/lib/shared/urls';

export function SignUpForm() {
  const words = useWords();
  const labels = {
    fullName: words.auth.fullName,
    email: words.auth.email,
    password: words.auth.password,
    bio: words.auth.bio,
  };
  const [state, action, isPending] = useActionState(signUpAction, {});
  return (
    <AuthCard
      title={words.auth.signUpTitle}
      hint={words.auth.signUpHint}
      question={words.auth.haveAccount}
      answer={words.auth.logIn}
      href={pages.logIn}
    >
      <form action={action} noValidate className="flex flex-col gap-5">
        <FormSummary state={state} labels={labels} idPrefix="signup" />
        <TextField
          id="signup-fullName"
          name="fullName"
          label={words.auth.fullName}
          autoComplete="name"
          dir="auto"
          required
          defaultValue={state.values?.fullName}
          error={state.fields?.fullName}
        />
        <EmailField idPrefix="signup" autoComplete="email" state={state} />
        <PasswordField
          id="signup-password"
          name="password"
          label={words.auth.password}
          hint={words.auth.passwordHint(PASSWORD_MIN_CHARACTERS)}
          autoComplete="new-password"
          required
          error={state.fields?.password}
        />
        <TextAreaField
          id="signup-bio"
          name="bio"
          label={words.auth.bio}
          note={words.common.optional}
          rows={2}
          defaultValue={state.values?.bio}
          error={state.fields?.bio}
        />
        <Button type="submit" isPending={isPending}>
          {isPending ? words.auth.signingUp : words.auth.signUp}
        </Button>
      </form>
    </AuthCard>
  );
}
